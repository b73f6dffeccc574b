import { describe, expect, it } from 'vitest';
import { chooseCompute, type Machine } from './compute.ts';

function machine(parts: Partial<Machine> = {}): Machine {
  return { cores: 8, platform: 'linux', hasLibrary: () => false, ...parts };
}

describe('chooseCompute', () => {
  it('RECOG-82 computes on the processor unless asked otherwise', () => {
    const spec = { layout: 'whisper', provider: 'auto' } as const;
    expect(chooseCompute(spec, machine({ hasLibrary: () => true })).provider).toBe('cpu');
  });

  it.each([
    [1, 1, 1],
    [2, 1, 2],
    [4, 2, 4],
    [16, 2, 4],
  ])('RECOG-82 with %d cores has %d threads for streaming and %d otherwise', (cores, live, all) => {
    const threads = (layout: 'streaming-t-one' | 'moonshine') =>
      chooseCompute({ layout, provider: 'cpu' }, machine({ cores })).threads;
    expect(threads('streaming-t-one')).toBe(live);
    expect(threads('moonshine')).toBe(all);
  });

  it('RECOG-82 takes the threads it is given', () => {
    const spec = { layout: 'moonshine', provider: 'cpu', threads: 7 } as const;
    expect(chooseCompute(spec, machine()).threads).toBe(7);
  });

  it('RECOG-82 refuses a provider that the library lacks', () => {
    const wanted = (provider: 'cuda' | 'coreml' | 'directml', on: Machine) =>
      chooseCompute({ layout: 'whisper', provider }, on).provider;
    const cuda = (name: string) => name === 'libonnxruntime_providers_cuda.so';
    expect(wanted('cuda', machine({ hasLibrary: cuda }))).toBe('cuda');
    expect(wanted('coreml', machine({ platform: 'darwin' }))).toBe('coreml');
    expect(wanted('directml', machine({ platform: 'win32', hasLibrary: () => true }))).toBe(
      'directml',
    );
    for (const provider of ['cuda', 'coreml', 'directml'] as const) {
      expect(() => wanted(provider, machine())).toThrow(
        expect.objectContaining({
          code: 'engine-failed',
          message: expect.stringContaining(provider),
        }),
      );
    }
  });
});
