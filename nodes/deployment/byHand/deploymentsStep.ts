import { type LedgerEntry, readLedger } from './ledgerEntries';
import { rollbackOptions } from '../ledger/rollbackOptions';
import { stringAt } from '../ledger/record';
import { isTrueAt, listAt, valueAt } from '../values/jsonFields';
import { timeText } from '../values/timeText';
import { nothing } from './chooseStep';
import { bold, choice, escapeHtml, type FormField, question, table, text } from './formPage';
import { type Hand, type HandEntry, nameOf, shortCommit } from './hand';
import { type HandStep, step } from './handStep';

const maxTableRows = 12;

/**
 * The page on which a person chooses what a service goes back to. `seen` is its item after its platform was asked:
 * `live` and, where it tells, `deployments`. `messages` are first lines of commits by release.
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
	const live = liveOf(seen);
	const offered = options.options.filter(({ id }) => id !== live?.id);
	const known: Hand = {
		...hand,
		choices: offered.map(({ id, commit, title, at, actor, isVerified }) => {
			const release = ledger.entries.find(({ deploymentId }) => deploymentId === id)?.releaseId ?? '';
			const what = `${shortCommit(commit)} ${title || (messages.get(release) ?? '')}`.trim();
			const when = at === null ? 'at an unknown time' : timeText(at, nowMs);
			const whose = isVerified ? `went live ${when}, by ${actor || 'someone'}` : `made ${when}, not known to be good`;
			return { label: `${what} · ${whose} [${id}]`, value: id };
		}),
		entries: [{ service, liveId: live?.id ?? '', liveCommit: live?.commit ?? '', toId: '', toCommit: '', left: '' }],
	};
	const isTyped = options.mode === 'type' || (service.catalogRowId === 0 && offered.length === 0);
	if (offered.length === 0 && !isTyped) return nothing(known, ...nothingToGoBackTo(known, options.verified.length > 0));
	const fields: FormField[] = [
		...(ledger.entries.length > 0 ? [deploymentsTable(ledger.entries, live, messages, nowMs)] : []),
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
			? 'Nobody could see what is live now, so one of these may be it.'
			: `Live now: ${bold(`${shortCommit(live.commit)} (${live.id})`)}`,
		ledger.isReadable
			? 'Each of these was live and passed its health check.'
			: 'The ledger cannot be read, so nobody knows which of them are good.',
	];
	return step(known, 'ask', question(`Roll back ${nameOf(service)}`, words.join('\n'), fields));
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

function deploymentsTable(
	entries: readonly LedgerEntry[],
	live: { readonly id: string } | null,
	messages: ReadonlyMap<string, string>,
	nowMs: number,
): FormField {
	const rows = entries
		.slice(0, maxTableRows)
		.map(({ commit, releaseId, kind, state, verified, deploymentId, actor, startedAt, finishedAt }) => [
			shortCommit(commit),
			messages.get(releaseId) ?? '',
			timeText(finishedAt || startedAt, nowMs),
			actor,
			`${kind === 'rollback' ? 'roll back: ' : ''}${verified ? 'verified' : state}${deploymentId !== '' && deploymentId === live?.id ? ', live now' : ''}`,
		]);
	return table('deployments', ['Commit', 'What', 'When', 'By', 'Verdict'], rows);
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
