// The front door: an item in a desktop's tray, and whether there is a tray.
export { findTray, type TrayFound } from './find-tray.ts';
export type { MenuEntry } from './item-menu.ts';
export type { ItemLook } from './status-item.ts';
export { openTrayItem, type TrayItem, type TrayItemParts } from './tray-item.ts';
