// The item itself, as desktops ask for it (org.kde.StatusNotifierItem): an icon by its name in the desktop's
// theme, a title, a text, and whether it wants attention.
import { PublishedInterface } from './published-interface.ts';

export interface ItemLook {
  /** `passive`: desktops may hide it. */
  readonly status: 'passive' | 'active' | 'attention';
  /** A name of the icon naming specification, which every theme has. */
  readonly icon: string;
  readonly title: string;
  readonly text: string;
}

/** Pictures of an icon, for icons that no theme has: none. */
type Pixmaps = [number, number, Buffer][];

const STATUSES = { passive: 'Passive', active: 'Active', attention: 'NeedsAttention' } as const;

export class StatusItem extends PublishedInterface {
  readonly #id: string;
  readonly #menuPath: string;
  #look: ItemLook;

  constructor(given: { readonly id: string; readonly menuPath: string; readonly look: ItemLook }) {
    super('org.kde.StatusNotifierItem');
    this.#id = given.id;
    this.#menuPath = given.menuPath;
    this.#look = given.look;
  }

  /** Told to the tray, so far as it is another one. */
  show(look: ItemLook): void {
    const before = this.#look;
    this.#look = look;
    if (look.icon !== before.icon) {
      this.NewIcon();
      this.NewAttentionIcon();
    }
    if (look.title !== before.title) this.NewTitle();
    if (look.title !== before.title || look.text !== before.text) this.NewToolTip();
    if (look.status !== before.status) this.NewStatus(this.Status);
  }

  get Category(): string {
    return 'ApplicationStatus';
  }

  get Id(): string {
    return this.#id;
  }

  get Title(): string {
    return this.#look.title;
  }

  get Status(): string {
    return STATUSES[this.#look.status];
  }

  get WindowId(): number {
    return 0;
  }

  get IconName(): string {
    return this.#look.icon;
  }

  get AttentionIconName(): string {
    return this.#look.icon;
  }

  get OverlayIconName(): string {
    return '';
  }

  get IconPixmap(): Pixmaps {
    return [];
  }

  get ToolTip(): [string, Pixmaps, string, string] {
    return ['', [], this.#look.title, escaped(this.#look.text)];
  }

  /** A click opens the menu too. */
  get ItemIsMenu(): boolean {
    return true;
  }

  get Menu(): string {
    return this.#menuPath;
  }

  /** There is nothing but the menu. */
  Activate(): void {}

  SecondaryActivate(): void {}

  ContextMenu(): void {}

  Scroll(): void {}

  NewIcon(): void {}

  NewAttentionIcon(): void {}

  NewTitle(): void {}

  NewToolTip(): void {}

  NewStatus(status: string): string {
    return status;
  }
}

/** What stands there may have marks of HTML: names of folders mean themselves. */
function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

const TEXT = { signature: 's', access: 'read' } as const;

StatusItem.configureMembers({
  properties: {
    Category: TEXT,
    Id: TEXT,
    Title: TEXT,
    Status: TEXT,
    WindowId: { signature: 'i', access: 'read' },
    IconName: TEXT,
    AttentionIconName: TEXT,
    OverlayIconName: TEXT,
    IconPixmap: { signature: 'a(iiay)', access: 'read' },
    ToolTip: { signature: '(sa(iiay)ss)', access: 'read' },
    ItemIsMenu: { signature: 'b', access: 'read' },
    Menu: { signature: 'o', access: 'read' },
  },
  methods: {
    Activate: { inSignature: 'ii' },
    SecondaryActivate: { inSignature: 'ii' },
    ContextMenu: { inSignature: 'ii' },
    Scroll: { inSignature: 'is' },
  },
  signals: {
    NewIcon: {},
    NewAttentionIcon: {},
    NewTitle: {},
    NewToolTip: {},
    NewStatus: { signature: 's' },
  },
});
