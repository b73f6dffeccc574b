// The menu of an item, as desktops ask for it (com.canonical.dbusmenu): one level of entries with numbers.
// What an entry does is the owner's.
import { Variant } from '@jellybrick/dbus-next';
import { PublishedInterface } from './published-interface.ts';

/** A line of the menu; without a label, a rule between others. */
export interface MenuEntry {
  /** From 1, and the same for the same thing. */
  readonly id: number;
  readonly label?: string;
  /** Absent: it can be chosen. */
  readonly only?: 'shown';
}

type Properties = Record<string, Variant>;
type Layout = [number, Properties, Variant[]];

/** The menu itself, around its entries. */
const ROOT = 0;
/** Of the interface, as all that speak it have. */
const VERSION = 3;
const LAYOUT = '(ia{sv}av)';

export class ItemMenu extends PublishedInterface {
  readonly #chosen: (id: number) => void;
  #entries: readonly MenuEntry[] = [];
  #revision = 1;

  constructor(chosen: (id: number) => void) {
    super('com.canonical.dbusmenu');
    this.#chosen = chosen;
  }

  /** Told to whoever has the menu, where it is another one. */
  show(entries: readonly MenuEntry[]): void {
    if (JSON.stringify(entries) === JSON.stringify(this.#entries)) return;
    this.#entries = entries;
    this.#revision += 1;
    this.LayoutUpdated(this.#revision, ROOT);
  }

  get Version(): number {
    return VERSION;
  }

  get TextDirection(): string {
    return 'ltr';
  }

  get Status(): string {
    return 'normal';
  }

  get IconThemePath(): string[] {
    return [];
  }

  GetLayout(parent: number): [number, Layout] {
    const entry = this.#entries.find(({ id }) => id === parent);
    if (entry !== undefined) return [this.#revision, [parent, propertiesOf(entry), []]];
    const below = this.#entries.map(
      (each) => new Variant(LAYOUT, [each.id, propertiesOf(each), []]),
    );
    return [this.#revision, [ROOT, { 'children-display': new Variant('s', 'submenu') }, below]];
  }

  GetGroupProperties(ids: readonly number[]): [number, Properties][] {
    const asked = this.#entries.filter(({ id }) => ids.length === 0 || ids.includes(id));
    return asked.map((entry) => [entry.id, propertiesOf(entry)]);
  }

  GetProperty(id: number, name: string): Variant {
    const entry = this.#entries.find((each) => each.id === id);
    return (entry && propertiesOf(entry)[name]) ?? new Variant('s', '');
  }

  Event(id: number, event: string): void {
    if (event !== 'clicked') return;
    const entry = this.#entries.find((each) => each.id === id);
    if (entry?.label !== undefined && entry.only === undefined) this.#chosen(id);
  }

  EventGroup(events: readonly (readonly [number, string, Variant, number])[]): number[] {
    for (const [id, event] of events) this.Event(id, event);
    return events.map(([id]) => id).filter((id) => !this.#entries.some((each) => each.id === id));
  }

  /** It is up to date already. */
  AboutToShow(): boolean {
    return false;
  }

  AboutToShowGroup(): [number[], number[]] {
    return [[], []];
  }

  LayoutUpdated(revision: number, parent: number): [number, number] {
    return [revision, parent];
  }
}

ItemMenu.configureMembers({
  properties: {
    Version: { signature: 'u', access: 'read' },
    TextDirection: { signature: 's', access: 'read' },
    Status: { signature: 's', access: 'read' },
    IconThemePath: { signature: 'as', access: 'read' },
  },
  methods: {
    GetLayout: { inSignature: 'iias', outSignature: `u${LAYOUT}` },
    GetGroupProperties: { inSignature: 'aias', outSignature: 'a(ia{sv})' },
    GetProperty: { inSignature: 'is', outSignature: 'v' },
    Event: { inSignature: 'isvu' },
    EventGroup: { inSignature: 'a(isvu)', outSignature: 'ai' },
    AboutToShow: { inSignature: 'i', outSignature: 'b' },
    AboutToShowGroup: { inSignature: 'ai', outSignature: 'aiai' },
  },
  signals: { LayoutUpdated: { signature: 'ui' } },
});

function propertiesOf({ label, only }: MenuEntry): Properties {
  if (label === undefined) return { type: new Variant('s', 'separator') };
  return {
    // A line below a letter would choose it by key; ours mean themselves.
    label: new Variant('s', label.replaceAll('_', '__')),
    enabled: new Variant('b', only === undefined),
  };
}
