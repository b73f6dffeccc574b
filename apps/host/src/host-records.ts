// What the host records: of its sessions, each as its person wants, and of itself once somebody is
// measured at all. How records are kept and where they are sent is their log's and the export's.
import { SessionMeter, systemClock } from '@codex-voice/control';
import type { FieldValue, MetricRecord, MetricsLog, OtlpExport } from '@codex-voice/metrics';

/** Of the host itself, kept until it is known that somebody is measured; the rest is let go. */
const HELD_RECORDS = 64;

export interface HostRecordsParts {
  readonly log: Pick<MetricsLog, 'record' | 'flush'>;
  readonly otlp: Pick<OtlpExport, 'record' | 'to' | 'close'>;
}

export class HostRecords {
  readonly #parts: HostRecordsParts;
  readonly #meters = new Map<string, SessionMeter>();
  /** Where ended sessions were sent: what they told last may still wait. */
  readonly #left = new Set<string>();
  /** Somebody who is not measured may have no records at all. */
  #held: MetricRecord[] | undefined = [];
  #happened = 0;

  constructor(parts: HostRecordsParts) {
    this.#parts = parts;
  }

  /** How many records there were of what went on in sessions. */
  get happened(): number {
    return this.#happened;
  }

  /** @param also Is told each record of the session as well. */
  meterOf(sessionId: string, also: (record: MetricRecord) => void = () => undefined): SessionMeter {
    const meter: SessionMeter = new SessionMeter({
      ...{ sessionId, clock: systemClock },
      record: (record) => {
        if (record.phase !== 'terminal' && record.phase !== 'key') this.#happened += 1;
        also(record);
        const addresses = this.#addresses();
        for (const held of this.#held?.splice(0) ?? []) this.#keep(held, addresses);
        this.#held = undefined;
        this.#keep(record, meter.sentTo === undefined ? [] : [meter.sentTo]);
      },
    });
    this.#meters.set(sessionId, meter);
    return meter;
  }

  forget(sessionId: string): void {
    const sentTo = this.#meters.get(sessionId)?.sentTo;
    if (sentTo !== undefined) this.#left.add(sentTo);
    this.#meters.delete(sessionId);
  }

  /** What a keeper measured, as far as its session is measured. */
  echoes(sessionId: string, echoMs: readonly number[]): void {
    this.#meters.get(sessionId)?.echoes('agent-echo', echoMs);
  }

  /** Of the host itself: it happened. */
  count(event: string, fields: Readonly<Record<string, FieldValue>> = {}): void {
    this.own({ atMs: Date.now(), phase: 'host', event, fields });
  }

  /** Of the host itself, while somebody is measured. */
  own(record: MetricRecord): void {
    if (this.#held !== undefined) {
      if (this.#held.length < HELD_RECORDS) this.#held.push(record);
      return;
    }
    const addresses = this.#addresses();
    const isMeasured = [...this.#meters.values()].some((meter) => meter.isMeasured);
    if (isMeasured) this.#keep(record, addresses);
  }

  async close(): Promise<void> {
    this.#parts.log.flush();
    await this.#parts.otlp.close();
  }

  #keep(record: MetricRecord, addresses: readonly string[]): void {
    this.#parts.log.record(record);
    this.#parts.otlp.record(record, addresses);
  }

  /** Where sessions are sent just now; the export sends nothing to others from now on. */
  #addresses(): readonly string[] {
    const meters = [...this.#meters.values()];
    const addresses = new Set(meters.flatMap(({ sentTo }) => sentTo ?? []));
    this.#parts.otlp.to([...new Set([...addresses, ...this.#left])]);
    return [...addresses];
  }
}
