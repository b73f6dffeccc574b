// From everything that is known of a machine to the findings, in the order in which they are told.
import { agentFindings } from './agent-findings.ts';
import type { Facts } from './facts.ts';
import type { Finding } from './finding.ts';
import { configFinding, nativeFindings, nodeFinding, versionFinding } from './machine-findings.ts';
import { microphoneFinding } from './microphone-findings.ts';
import { recognitionFindings, voiceFinding } from './recognition-findings.ts';
import {
  folderFindings,
  hostFinding,
  keeperFindings,
  runtimeFindings,
  trayFinding,
} from './session-findings.ts';
import { terminalFinding } from './terminal-findings.ts';

/** Areas in the order in which a report has them. */
const AREAS: readonly Finding['area'][] = [
  'machine',
  'sound',
  'recognition',
  'sessions',
  'agents',
  'terminal',
];

/** Every finding, by area; within one in the order of what depends on what. */
export function examine(facts: Facts): readonly Finding[] {
  const findings = [
    versionFinding(facts.system, facts.update),
    nodeFinding(facts.system),
    configFinding(facts.config),
    ...nativeFindings(facts.native, facts.system),
    voiceFinding(facts.voice),
    microphoneFinding(facts.microphone, facts.system),
    ...recognitionFindings(facts.recogniser),
    ...folderFindings(facts.folders),
    ...runtimeFindings(facts.runtime),
    hostFinding(facts.host, facts.system.version),
    ...keeperFindings(facts.keepers),
    ...(facts.tray === undefined ? [] : [trayFinding(facts.tray)]),
    ...agentFindings(facts.agents),
    terminalFinding(facts.terminal),
  ];
  return AREAS.flatMap((area) =>
    findings.filter((finding) => finding.area === area).map((finding) => onOneLine(finding)),
  );
}

/** Names of files and words of other programs stand in findings: none of them gives orders to a terminal. */
function onOneLine(finding: Finding): Finding {
  const { fact, mend } = finding;
  if (mend === undefined) return { ...finding, fact: harmless(fact) };
  return {
    ...finding,
    fact: harmless(fact),
    mend: {
      ...(mend.words === undefined ? {} : { words: harmless(mend.words) }),
      ...(mend.command === undefined ? {} : { command: harmless(mend.command) }),
    },
  };
}

function harmless(text: string): string {
  return text.replaceAll(/[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]+/gu, ' ');
}
