import { stringAt } from '../ledger/record';
import { numberAt, textAt, textsAt } from '../values/jsonFields';
import { bold, ending, type FormPage, table } from './formPage';
import { shortCommit } from './hand';

/** What the platform's workflow would do, in plain words. */
const tasks: Readonly<Record<string, string>> = {
	deploy: 'deploy',
	adopt: 'follow what is under way',
	nothing: 'nothing',
};

/** The page that shows what a release would do now, by the items of a dry run: one for each service. */
export function releasePlanPage(items: readonly unknown[]): FormPage {
	const services = items.filter((item) => textAt(item, 'service') !== null);
	const [first] = services;
	if (first === undefined) {
		return ending('Nothing would be done', 'No service of the catalog deploys from this repository and branch.');
	}
	const rows = services.map((item) => [
		`${stringAt(item, 'service')} / ${stringAt(item, 'environment')}`,
		stringAt(item, 'wave'),
		shortCommit(stringAt(item, 'liveCommit')),
		stringAt(item, 'decision'),
		`${stringAt(item, 'reason')}${textAt(item, 'compensation') === null ? '' : `. ${stringAt(item, 'compensation')}`}`,
		wouldCall(item),
	]);
	const calls = numberAt(first, 'gitHubCalls');
	const due = services.filter((item) => stringAt(item, 'task') !== 'nothing' && textAt(item, 'task') !== null).length;
	return ending(
		`A release of ${stringAt(first, 'repository')}@${stringAt(first, 'branch')} would change ${due === 0 ? 'nothing' : `${due} of ${services.length} services`}`,
		table('plan', ['Service', 'Wave', 'Live', 'Decision', 'Why', 'Would call'], rows).html ?? '',
		`${bold(String(services.length))} platforms were asked what is live${calls === null ? '' : `, and GitHub was called ${calls} times`}. Nothing was changed.`,
	);
}

/** The calls that a release would make; its task where they are not listed. */
function wouldCall(item: unknown): string {
	const calls = textsAt(item, 'wouldCall');
	if (calls.length > 0) return calls.join(', ');
	return `${stringAt(item, 'platform')}: ${tasks[stringAt(item, 'task')] ?? stringAt(item, 'task')}`;
}
