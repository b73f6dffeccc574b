// A fault that is waiting for its moment, and is counted when that comes: at most once.

export type Happened = () => void;

/** Whoever is hit says so, however often: the first time counts. */
export function once(call: Happened): Happened {
  let isOver = false;
  return () => {
    if (!isOver) call();
    isOver = true;
  };
}
