import { compareBundle } from '../../nodes/SlipwayBundle/changes/compare';
import type { Bundle } from '../../nodes/SlipwayBundle/state/bundle';
import type { ComparedWorkflow } from '../../nodes/SlipwayBundle/state/comparison';
import type { PublicApi } from '../n8n/publicApi';
import type { Terminal } from '../terminal';
import { terminalAdvice } from './advice';

const SAID: Readonly<Record<ComparedWorkflow['state'], string>> = {
	same: 'the same',
	edited: 'edited there',
	newer: 'the files are newer',
	both: 'edited there, and the files are newer',
	unknown: 'differs',
	absent: 'not there',
	archived: 'archived there',
};

/** Prints how what is in an n8n differs from the files. Gives the exit code: 1 when something does. */
export async function diff(api: PublicApi, bundle: Bundle, terminal: Pick<Terminal, 'line'>): Promise<number> {
	const compared = await compareBundle(api, bundle, terminalAdvice);
	for (const { name, state, differences, chosen } of compared) {
		if (state === 'same' && chosen.length === 0) continue;
		terminal.line(`${name}: ${SAID[state]}`);
		for (const line of differences) terminal.line(`  - ${line}`);
		for (const choice of chosen) terminal.line(`  chosen there: ${choice}`);
	}
	const differing = compared.filter(({ state }) => state !== 'same');
	terminal.line(
		differing.length === 0
			? `All ${compared.length} workflows at ${api.baseUrl} are the files' own.`
			: `${differing.length} of ${compared.length} workflows differ.`,
	);
	return differing.length === 0 ? 0 : 1;
}
