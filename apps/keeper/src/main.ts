// The composition root.
export {};
