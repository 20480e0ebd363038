import { type JsonRecord, readString } from '../../../tools/json';

/** A run of n8n's that died of a step of n8n's own. */
const OF_A_RUN = /^slipway\/execution\/\d+$/;

/**
 * One page of what failed, and none else. `isDone`: it came to what it must without any fault.
 */
export function judgePages(incidents: readonly JsonRecord[], isDone: boolean, isGood: boolean): string[] {
	const keyOf = (incident: JsonRecord): string => readString(incident, 'dedupKey') ?? '';
	const own = incidents.filter((incident) => !OF_A_RUN.test(keyOf(incident)));
	const open = own.filter(({ status }) => status !== 'resolved');
	const told = own.map((incident) => `${keyOf(incident)}: ${readString(incident, 'summary') ?? ''}`).join(' | ');
	const violations: string[] = [];
	if (own.some(({ pageCount }) => Number(pageCount) > 1) || own.length > 1) {
		violations.push(
			`somebody was paged ${own.reduce((sum, { pageCount }) => sum + Number(pageCount), 0)} times: ${told}`,
		);
	}
	if (isGood && isDone && open.length > 0) violations.push(`a page is open, and all is well: ${told}`);
	if (!isDone && open.length === 0 && incidents.every(({ status }) => status === 'resolved')) {
		violations.push('it did not come to its end, and nobody is told');
	}
	return violations;
}

/** A job that will run again: one page where n8n itself failed, at most one of what it found, none if all was well. */
export function jobPages(
	incidents: readonly JsonRecord[],
	{ isDoneAtOnce, isBroken }: { readonly isDoneAtOnce: boolean; readonly isBroken: boolean },
): string[] {
	const told = incidents.map((incident) => readString(incident, 'summary') ?? '').join(' | ');
	const most = Math.max(0, ...incidents.map(({ pageCount }) => Number(pageCount)));
	if (isDoneAtOnce && !isBroken) return incidents.length > 0 ? [`somebody was paged, and all is well: ${told}`] : [];
	if (most > 1) return [`somebody was paged ${most} times of one thing: ${told}`];
	return isBroken && incidents.length === 0 ? ['a run died, and nobody is told'] : [];
}
