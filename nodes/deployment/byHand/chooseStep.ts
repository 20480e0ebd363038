import { isEmptyItem } from '../ledger/admitDeployment';
import { isTrueAt, numberAt, textAt } from '../values/jsonFields';
import { timeText } from '../values/timeText';
import { escapeHtml } from '../values/html';
import { bold, choice, ending, type FormField, question, text } from './formPage';
import { type Choice, distinctChoices, type Hand, nameOf, shortCommit } from './hand';
import { type HandStep, step } from './handStep';
import { stringAt } from '../ledger/record';

/** Platforms whose targets can be typed while the catalog cannot be read. */
const typedPlatforms = ['netlify', 'fly', 'ecs', 'graphos', 'temporal'] as const;

const maxReleases = 15;

/** The rows of a Data Table; null when what came is none of its rows. An empty item stands for no rows. */
export function readableRows(rows: readonly unknown[]): unknown[] | null {
	const found = rows.filter((row) => !isEmptyItem(row));
	return found.every((row) => (numberAt(row, 'id') ?? 0) > 0) ? found : null;
}

/** The page on which a person chooses what the change is about. */
export function chooseStep(
	asked: Hand,
	catalogRows: readonly unknown[],
	releaseRows: readonly unknown[],
	nowMs: number,
): HandStep {
	const rows = readableRows(catalogRows)?.filter((row) => textAt(row, 'service') !== null) ?? null;
	if (rows === null) return withoutCatalog(asked);
	if (rows.length === 0) {
		return nothing(asked, 'The catalog is empty. Run "Slipway 00: Set up" first.');
	}
	const offer = (title: string, label: string, choices: readonly Choice[], otherwise: string, words = ''): HandStep =>
		choices.length === 0
			? nothing(asked, otherwise)
			: step(
					{ ...asked, choices },
					'ask',
					question(title, words, [
						choice(
							'chosen',
							label,
							choices.map((option) => option.label),
						),
					]),
				);
	const services = (of: readonly unknown[]): Choice[] => of.map(serviceChoice);
	const held = rows.filter((row) => isTrueAt(row, 'hold'));
	switch (asked.action) {
		case 'rollBack':
			return offer('Roll back which service?', 'Service', services(rows), '', heldText(held));
		case 'rollBackRelease':
			return offer(
				'Roll back which release?',
				'Release',
				releaseChoices(releaseRows, nowMs),
				'The ledger has no release that deployed anything, or cannot be read. Roll back its services one by one.',
				'Every service that the release put live goes back to what was verified before it, in reverse order.',
			);
		case 'hold':
			return offer(
				'Hold which service?',
				'Service',
				services(rows.filter((row) => !isTrueAt(row, 'hold'))),
				'Every service is held already.',
				heldText(held),
			);
		case 'lift':
			return offer(
				'Lift the hold of which service?',
				'Service',
				services(held),
				'No service is held: there is nothing to lift. You can close this page.',
				heldText(held),
			);
		case 'tryAgain':
			return offer(
				'Try which service again?',
				'Service',
				services(rows),
				'',
				'Its branch is looked at right now: what failed, or was rolled back because another service failed, is deployed once more. What is held stays as it is.',
			);
		case 'show':
			return offer(
				'Show what a release would do',
				'Repository and branch',
				branchChoices(rows),
				'The catalog has no service that is enabled.',
				'Every platform is asked what is live, and nothing is changed.',
			);
	}
}

function withoutCatalog(asked: Hand): HandStep {
	const hand = { ...asked, isCatalogRead: false };
	if (asked.action !== 'rollBack') {
		return nothing(hand, 'The catalog cannot be read, so this cannot be done now. Try again later.');
	}
	const fields: FormField[] = [
		choice('platform', 'Platform', typedPlatforms),
		text('target', 'Target (site, app, cluster/service or namespace/deployment)', 'paintbox'),
	];
	return step(
		hand,
		'ask',
		question('Roll back what?', 'The catalog cannot be read. Type what is to be rolled back.', fields),
	);
}

export function nothing(hand: Hand, ...paragraphs: string[]): HandStep {
	return step(hand, 'end', ending('Nothing was changed', ...paragraphs));
}

function heldText(held: readonly unknown[]): string {
	if (held.length === 0) return '';
	const lines = held.map((row) => {
		const why = textAt(row, 'hold_reason') ?? 'no reason was given';
		return `${bold(serviceChoice(row).label)}: ${escapeHtml(why)}`;
	});
	return `Held now:\n${lines.join('\n')}`;
}

function serviceChoice(row: unknown): Choice {
	const [service, environment] = [stringAt(row, 'service'), stringAt(row, 'environment')];
	return { label: nameOf({ service, environment }), value: stringAt(row, 'id') };
}

function releaseChoices(rows: readonly unknown[], nowMs: number): Choice[] {
	const choices = (readableRows(rows) ?? [])
		.filter((row) => textAt(row, 'release_id') !== null && textAt(row, 'services') !== null)
		.slice(0, maxReleases)
		.map((row) => {
			const at = timeText(stringAt(row, 'started_at'), nowMs);
			const [id, message] = [stringAt(row, 'release_id'), stringAt(row, 'message')];
			const sender = stringAt(row, 'sender');
			const what = `${shortCommit(stringAt(row, 'commit'))} ${message}`.trim();
			const label = `${what}, ${at}${sender === '' ? '' : `, by ${sender}`}: ${stringAt(row, 'services')}`;
			return { label, value: id };
		});
	return distinctChoices(choices);
}

function branchChoices(rows: readonly unknown[]): Choice[] {
	const names = rows
		.filter((row) => isTrueAt(row, 'enabled') && textAt(row, 'repository') !== null && textAt(row, 'branch') !== null)
		.map((row) => `${stringAt(row, 'repository')}@${stringAt(row, 'branch')}`);
	return [...new Set(names)].map((name) => ({ label: name, value: name }));
}
