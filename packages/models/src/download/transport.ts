// The port to the network: one request, one answer, no redirect followed and nothing tried again. What
// an answer means is decided elsewhere.

export interface TransportRequest {
  readonly address: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly signal: AbortSignal;
}

export interface TransportAnswer {
  readonly status: number;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string | undefined>>;
  /** Ends early by throwing. Breaking out of it closes the connection. */
  readonly body: AsyncIterable<Uint8Array>;
  /** Lets go of an answer whose body nobody reads. */
  discard(): Promise<void>;
}

export interface Transport {
  /** Throws what the system or the library says; `network-error.ts` gives it words. */
  get(request: TransportRequest): Promise<TransportAnswer>;
  close(): Promise<void>;
}
