// A reporter of Vitest that writes down which files were asked for and each file's tests as soon as it has ended,
// a line of JSON each: a run that is stopped has told of what it did until then.
import { appendFileSync } from 'node:fs';
import type { Reporter, TestModule, TestSpecification, Vitest } from 'vitest/node';

/** The name under which Vitest's `outputFile` has the path. */
export const FILE_REPORTS = 'files';

export default class FileReports implements Reporter {
  #path = '';
  readonly #startedMs = new Map<string, number>();

  onInit({ config }: Vitest): void {
    const { outputFile } = config;
    const path = typeof outputFile === 'object' ? outputFile[FILE_REPORTS] : undefined;
    if (path === undefined) throw new TypeError(`needs --outputFile.${FILE_REPORTS}=PATH`);
    this.#path = path;
  }

  onTestRunStart(specifications: readonly TestSpecification[]): void {
    for (const { moduleId } of specifications) this.#write({ asked: moduleId });
  }

  onTestModuleStart({ moduleId }: TestModule): void {
    this.#startedMs.set(moduleId, performance.now());
  }

  onTestModuleEnd(module: TestModule): void {
    const { moduleId } = module;
    const nowMs = performance.now();
    const seconds = (nowMs - (this.#startedMs.get(moduleId) ?? nowMs)) / 1_000;
    const tests = Array.from(module.children.allTests(), (test) => test.result().state);
    this.#write({ ended: moduleId, state: module.state(), tests, seconds });
  }

  #write(line: unknown): void {
    appendFileSync(this.#path, `${JSON.stringify(line)}\n`);
  }
}
