import { readLedger } from './ledgerEntries';
import {
	type RollbackOption,
	rollbackOptions,
	type RolledBackOption,
	rolledBackOptions,
} from '../ledger/rollbackOptions';
import { stringAt } from '../ledger/record';
import { isTrueAt, listAt, valueAt } from '../values/jsonFields';
import { clockText } from '../values/timeText';
import { nothing } from './chooseStep';
import { deploymentsTable } from './deploymentsTable';
import { escapeHtml } from '../values/html';
import { bold, choice, type FormField, question, text } from './formPage';
import { distinctChoices, type Hand, type HandEntry, nameOf, shortCommit } from './hand';
import { type HandStep, step } from './handStep';

/**
 * The page on which a person chooses what a service goes back to. `seen` is its item after its platform was asked:
 * `live` and, where it tells, `deployments`. `messages` are first lines of commits.
 */
export function deploymentsStep(
	hand: Hand,
	seen: unknown,
	ledgerRows: readonly unknown[],
	messages: ReadonlyMap<string, string>,
	nowMs: number,
): HandStep {
	const [service] = hand.services;
	if (service === undefined) return nothing(hand, 'No service was chosen. Open the form again.');
	const ledger = readLedger(ledgerRows, service);
	const platformDeployments = listAt(seen, 'deployments', 'items');
	const options = rollbackOptions(service.service, ledger.isReadable ? ledger.rows : [{ id: 0 }], platformDeployments);
	const rolledBack = ledger.isReadable ? rolledBackOptions(ledger.rows, platformDeployments) : [];
	const live = liveOf(seen);
	const offered = [...options.options, ...rolledBack].filter(({ id }) => id !== live?.id);
	const known: Hand = {
		...hand,
		choices: distinctChoices(offered.map((option) => ({ label: labelOf(option, messages), value: option.id }))),
		entries: [{ service, liveId: live?.id ?? '', liveCommit: live?.commit ?? '', toId: '', toCommit: '', left: '' }],
	};
	const isTyped = options.mode === 'type' || (service.catalogRowId === 0 && offered.length === 0);
	if (offered.length === 0 && !isTyped) return nothing(known, ...nothingToGoBackTo(known, options.verified.length > 0));
	const fields: FormField[] = [
		...(ledger.entries.length > 0 ? [deploymentsTable(ledger.entries, live?.id ?? null, messages, nowMs)] : []),
		isTyped
			? text('deployment', 'Deployment to go back to (its ID on the platform)')
			: choice(
					'deployment',
					'Go back to',
					known.choices.map(({ label }) => label),
					'radio',
				),
	];
	const words = [
		live === null
			? 'Nobody could see what is live now, so it may be one of these.'
			: `${bold(shortCommit(live.commit))} is live now.`,
		ledger.isReadable
			? 'Each deployment that you can choose was live and passed its health check.'
			: 'The ledger cannot be read, so nobody knows which of these are good.',
	];
	return step(known, 'ask', question(`Roll back ${nameOf(service)}`, words.join(' '), fields));
}

/** What is live by the item of a service whose platform was asked; null when nobody could see it, or nothing is. */
export function liveOf(seen: unknown): { readonly id: string; readonly commit: string } | null {
	const live = valueAt(seen, 'live');
	if (valueAt(live, 'ok') === false || !isTrueAt(live, 'isLive')) return null;
	return { id: stringAt(live, 'deploymentId'), commit: stringAt(live, 'commit') };
}

/** What was chosen or typed on that page, as the entry to carry out; null when it is none of the page's. */
export function chosenEntry(hand: Hand, answers: unknown): HandEntry | null {
	const [entry] = hand.entries;
	const answer = stringAt(answers, 'deployment').trim();
	if (entry === undefined || answer === '') return null;
	const chosen = hand.choices.find(({ label }) => label === answer);
	if (chosen === undefined && (hand.choices.length > 0 || /\s/.test(answer))) return null;
	const toCommit = /^[0-9a-f]{7}\b/.exec(chosen?.label ?? '')?.[0] ?? '';
	return { ...entry, toId: chosen?.value ?? answer, toCommit };
}

/** What is offered says no more than it takes to tell one from the other: the table above it has the rest. */
function labelOf(option: RollbackOption & Partial<RolledBackOption>, messages: ReadonlyMap<string, string>): string {
	const { commit, at, isVerified, rolledBackBy } = option;
	const title = option.title || (messages.get(commit) ?? '');
	const time = at === null ? 'at an unknown time' : clockText(at);
	const parts = [
		`${shortCommit(commit)} ${title}`.trim(),
		isVerified ? `went live ${time}` : `made ${time}, not known to be good`,
	];
	if (rolledBackBy !== undefined) parts.push(`rolled back${rolledBackBy === '' ? '' : ` by ${rolledBackBy}`}`);
	return parts.join(', ');
}

function nothingToGoBackTo({ services: [service] }: Hand, hasVerified: boolean): string[] {
	const name = bold(service === undefined ? '' : nameOf(service));
	return hasVerified
		? [
				`${name} has no other verified deployment to go back to: the ledger knows only what is live now, or what ${escapeHtml(service?.platform ?? '')} no longer has.`,
			]
		: [
				`${name} has no verified deployment in the ledger yet, so there is none that is known to be good. To put an older one live all the same, do it on its platform.`,
			];
}
