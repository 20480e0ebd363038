import { removeBundle, type RemoveOptions } from '../../nodes/SlipwayBundle/changes/remove';
import type { Bundle } from '../../nodes/SlipwayBundle/state/bundle';
import type { PublicApi } from '../n8n/publicApi';
import type { Terminal } from '../terminal';
import { terminalAdvice } from './advice';
import { processClock } from './processClock';

/** Takes the bundle out of an n8n, and says what stays. Gives the exit code: 1 when something is there that was to go. */
export async function remove(
	api: PublicApi,
	bundle: Bundle,
	terminal: Pick<Terminal, 'line' | 'event'>,
	wish: Pick<RemoveOptions, 'edited' | 'tables' | 'credentials'>,
): Promise<number> {
	const things = await removeBundle({
		...wish,
		api,
		bundle,
		advice: terminalAdvice,
		clock: processClock,
		onEvent: terminal.event,
	});
	const problems = things.filter(({ problem }) => problem !== undefined);
	for (const { name, problem } of problems) terminal.line(`${name}: ${problem ?? ''}`);
	const kept = things.filter(({ change, kind }) => change === 'kept' && kind !== 'workflow').map(({ name }) => name);
	if (kept.length > 0) terminal.line(`Still there: ${kept.join(', ')}`);
	const count = things.filter(({ kind, change }) => kind === 'workflow' && change === 'removed').length;
	terminal.line(`${count} workflows removed from ${api.baseUrl}.`);
	return problems.length === 0 ? 0 : 1;
}
