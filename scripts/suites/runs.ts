// Puts suites together that one process of the test runner works through, one after the other.

/** Those that `standsAlone` are one run each, first and in their order; the others follow, `size` in a run. */
export function inRuns<Item>(
  items: readonly Item[],
  { size, standsAlone }: { readonly size: number; readonly standsAlone: (item: Item) => boolean },
): Item[][] {
  const others = items.filter((item) => !standsAlone(item));
  const runs = Array.from({ length: Math.ceil(others.length / size) }, (_, run) =>
    others.slice(run * size, (run + 1) * size),
  );
  return [...items.filter(standsAlone).map((item) => [item]), ...runs];
}
