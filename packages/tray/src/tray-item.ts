// An item in the tray of a desktop: published on the session bus, registered with the tray that is there and
// with each that comes. What it shows and what its menu does is the owner's.
import { type MessageBus, NameFlag } from '@jellybrick/dbus-next';
import { reasonOf, TRAY_NAME } from './find-tray.ts';
import { ItemMenu, type MenuEntry } from './item-menu.ts';
import { ask, askBus, errorsOf, hasOwner, openBus, takeName, watchOwner } from './session-bus.ts';
import { type ItemLook, StatusItem } from './status-item.ts';

const ITEM_PATH = '/StatusNotifierItem';
const MENU_PATH = '/MenuBar';
/** How often it is looked whether the bus is still there, in ms: a desktop ends when its person leaves. */
const BUS_LOOK_MS = 2_000;

export interface TrayItemParts {
  /** As in `DBUS_SESSION_BUS_ADDRESS`; undefined: where a desktop has it. */
  readonly address: string | undefined;
  /** The same for every item of this program. */
  readonly id: string;
  /** A name on the bus, which whoever has the one item of a person has. */
  readonly onlyName: string;
  readonly look: ItemLook;
  readonly entries: readonly MenuEntry[];
  /** An entry of the menu was chosen. */
  readonly onChosen: (id: number) => void;
  /** There is a tray that shows it now, or none. */
  readonly onTray: (state: 'shown' | 'waits') => void;
  /** The bus has gone; one line. */
  readonly onEnded: (why: string) => void;
}

export interface TrayItem {
  show(look: ItemLook, entries: readonly MenuEntry[]): void;
  close(): void;
}

export type TrayItemOpened =
  | { readonly kind: 'open'; readonly item: TrayItem }
  /** `why`: one line. */
  | { readonly kind: 'refused'; readonly why: string };

export async function openTrayItem(parts: TrayItemParts): Promise<TrayItemOpened> {
  let bus: MessageBus;
  try {
    bus = await openBus(parts.address);
  } catch (error) {
    return { kind: 'refused', why: `no session bus: ${reasonOf(error)}` };
  }
  const item = new OpenItem(bus, parts);
  try {
    await item.begin();
  } catch (error) {
    item.close();
    return { kind: 'refused', why: reasonOf(error) };
  }
  return { kind: 'open', item };
}

class OpenItem implements TrayItem {
  readonly #bus: MessageBus;
  readonly #parts: TrayItemParts;
  readonly #item: StatusItem;
  readonly #menu: ItemMenu;
  readonly #name = `org.kde.StatusNotifierItem-${process.pid}-1`;
  #timer: NodeJS.Timeout | undefined;
  #ended = false;

  constructor(bus: MessageBus, parts: TrayItemParts) {
    this.#bus = bus;
    this.#parts = parts;
    this.#item = new StatusItem({ id: parts.id, menuPath: MENU_PATH, look: parts.look });
    this.#menu = new ItemMenu(parts.onChosen);
    errorsOf(bus).on('error', (error: unknown) => this.#end(reasonOf(error)));
  }

  async begin(): Promise<void> {
    const bus = this.#bus;
    bus.export(ITEM_PATH, this.#item);
    bus.export(MENU_PATH, this.#menu);
    this.#menu.show(this.#parts.entries);
    const { onlyName } = this.#parts;
    if (!(await takeName(bus, onlyName, NameFlag.DO_NOT_QUEUE)))
      throw new Error('another of ours is in the tray already');
    await takeName(bus, this.#name);
    await watchOwner(bus, TRAY_NAME, (state) => void this.#tray(state));
    await this.#tray((await hasOwner(bus, TRAY_NAME)) ? 'owned' : 'gone');
    this.#timer = setInterval(() => void this.#look(), BUS_LOOK_MS);
  }

  show(look: ItemLook, entries: readonly MenuEntry[]): void {
    if (this.#ended) return;
    try {
      this.#item.show(look);
      this.#menu.show(entries);
    } catch (error) {
      this.#end(reasonOf(error));
    }
  }

  close(): void {
    this.#ended = true;
    clearInterval(this.#timer);
    this.#bus.disconnect();
  }

  /** A tray that refuses us is none. */
  async #tray(state: 'owned' | 'gone'): Promise<void> {
    let isShown = state === 'owned';
    if (isShown) {
      try {
        await ask(this.#bus, {
          destination: TRAY_NAME,
          path: '/StatusNotifierWatcher',
          interface: TRAY_NAME,
          member: 'RegisterStatusNotifierItem',
          signature: 's',
          body: [this.#name],
        });
      } catch {
        isShown = false;
      }
    }
    if (!this.#ended) this.#parts.onTray(isShown ? 'shown' : 'waits');
  }

  async #look(): Promise<void> {
    try {
      await askBus(this.#bus, 'GetId');
    } catch (error) {
      this.#end(reasonOf(error));
    }
  }

  #end(why: string): void {
    if (this.#ended) return;
    this.close();
    this.#parts.onEnded(why);
  }
}
