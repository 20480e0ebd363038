import { stringAt } from '../ledger/record';
import { numberAt, textAt, textsAt } from '../values/jsonFields';
import { escapeHtml } from '../values/html';
import { ending, type FormPage, table } from './formPage';
import { nameOf, platformName, shortCommit } from './hand';

/** What the platform's workflow would do, in plain words. */
const tasks: Readonly<Record<string, string>> = {
	deploy: 'deploy',
	adopt: 'follow what is under way',
};

/** The page that shows what a release would do now, by the items of a dry run: one for each service. */
export function releasePlanPage(items: readonly unknown[]): FormPage {
	const services = items.filter((item) => textAt(item, 'service') !== null);
	const [first] = services;
	if (first === undefined) {
		return ending('Nothing would be done', 'No service of the catalog deploys from this repository and branch.');
	}
	const rows = services.map((item) => [
		`${nameOf({ service: stringAt(item, 'service'), environment: stringAt(item, 'environment') })} (wave ${stringAt(item, 'wave')})`,
		shortCommit(stringAt(item, 'liveCommit')),
		decisionText(item),
		wouldCall(item),
	]);
	const calls = numberAt(first, 'gitHubCalls');
	const due = services.filter((item) => stringAt(item, 'task') !== 'nothing' && textAt(item, 'task') !== null).length;
	return ending(
		`A release of ${stringAt(first, 'repository')}@${stringAt(first, 'branch')} would change ${due === 0 ? 'nothing' : `${due} of ${services.length} services`}`,
		// Before the table: n8n styles only what stands before the first element that is no text.
		`${platformsText(services)} asked what is live${calls === null ? '' : `, and GitHub was called ${timesText(calls)}`}. Nothing was changed.`,
		table('plan', ['Service', 'Live', 'Decision', 'Would call'], rows).html ?? '',
	);
}

/** Who was asked, by name: `Netlify, Fly.io and ECS were`. */
function platformsText(services: readonly unknown[]): string {
	const names = [...new Set(services.map((item) => platformName(stringAt(item, 'platform'))))];
	return `${escapeHtml(new Intl.ListFormat('en-GB').format(names))} ${names.length === 1 ? 'was' : 'were'}`;
}

function timesText(count: number): string {
	return count === 1 ? 'once' : `${count} times`;
}

function decisionText(item: unknown): string {
	const [decision, reason, compensation] = ['decision', 'reason', 'compensation'].map((name) => stringAt(item, name));
	// `awaitingApproval` is read as two words.
	const words = (decision ?? '').replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
	return [`${words}${reason === '' ? '' : `: ${reason}`}`, compensation].filter((text) => text !== '').join('. ');
}

/** The calls that a release would make; its task where they are not listed. */
function wouldCall(item: unknown): string {
	const calls = textsAt(item, 'wouldCall');
	if (calls.length > 0) return calls.join(', ');
	if (stringAt(item, 'task') === 'nothing') return 'nothing';
	return `${platformName(stringAt(item, 'platform'))}: ${tasks[stringAt(item, 'task')] ?? stringAt(item, 'task')}`;
}
