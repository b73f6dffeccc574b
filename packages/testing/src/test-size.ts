// How much of what could be tried without end a run tries: the usual, or all where there is time for it.

/** `usual`, and `full` under `TEST_SIZE=full`: repetitions, seeds, voices, deaths. */
export function sized<Size>({ usual, full }: { readonly usual: Size; readonly full: Size }): Size {
  return process.env.TEST_SIZE === 'full' ? full : usual;
}
