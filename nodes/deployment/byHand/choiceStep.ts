import { readCatalogRow } from '../catalog/catalogRow';
import { targetKeyOf } from '../catalog/deploymentTarget';
import { rowFields } from '../plan/seeServices';
import { isRecord, numberAt, textAt, valueAt } from '../values/jsonFields';
import { stringAt } from '../ledger/record';
import { nothing, readableRows } from './chooseStep';
import type { Choice, Hand, HandService } from './hand';
import { type HandStep, look, step } from './handStep';

/** Takes up what a person chose: a service, a release, or a branch. `releaseRows` tell of a release's repository. */
export function choiceStep(
	hand: Hand,
	answers: unknown,
	catalogRows: readonly unknown[],
	releaseRows: readonly unknown[],
): HandStep {
	if (!hand.isCatalogRead) return typedStep(hand, answers);
	const label = textAt(answers, 'chosen');
	if (label === null) return nothing(hand, 'Nothing was chosen within 30 minutes. Open the form again.');
	const chosen = hand.choices.find((candidate) => candidate.label === label);
	if (chosen === undefined) {
		return nothing(hand, 'What was sent is not one of the choices on the page. Open the form again.');
	}
	if (hand.action === 'show') {
		const [repository = '', branch = ''] = splitAtFirst(chosen.value, '@');
		return { ...step(hand, 'show'), repository, branch };
	}
	if (hand.action === 'rollBackRelease') return releaseStep(hand, chosen, releaseRows);
	const row = readableRows(catalogRows)?.find((candidate) => String(numberAt(candidate, 'id')) === chosen.value);
	if (row === undefined) {
		return nothing(
			hand,
			'This service is not in the catalog any more, or the catalog cannot be read. Open the form again.',
		);
	}
	const service = handServiceOf(row);
	const known: Hand = { ...hand, choices: [], services: [service], confirmation: service.service };
	if (hand.action !== 'rollBack') return step(known, 'change');
	const refusal = refusalOf(service);
	if (refusal !== '') return nothing(hand, refusal);
	return look(known, { service: service.service, target: service.target });
}

/** A row of the catalog as what is changed. What is faulty about it does not matter here, save its platform and target. */
export function handServiceOf(row: unknown): HandService {
	const { row: read } = readCatalogRow(isRecord(row) ? row : {}, numberAt(row, 'id') ?? 0);
	return {
		service: read.service,
		environment: read.environment,
		platform: read.platform,
		target: read.target,
		context: read.context,
		repository: read.repository,
		branch: stringAt(row, 'branch'),
		catalogRowId: numberAt(row, 'id') ?? 0,
		lockKey: targetKeyOf(read),
		// Nobody's approval stands before a person's change.
		settings: { ...rowFields(read, stringAt(row, 'branch')), approvalKey: '' },
	};
}

/** Why a service cannot be rolled back at all; empty when it can. */
export function refusalOf({ platform, context, service }: HandService): string {
	if (platform === 'netlify' && context !== 'production') {
		return `Netlify can put an earlier deploy live only on production, and ${service} deploys to ${context}. Push the commit you want to its branch.`;
	}
	return '';
}

function typedStep(hand: Hand, answers: unknown): HandStep {
	const platform = stringAt(answers, 'platform').trim();
	const target = stringAt(answers, 'target').trim();
	if (platform === '' || target === '') {
		return nothing(hand, 'No target was typed within 30 minutes. Open the form again.');
	}
	const context = platform === 'netlify' ? 'production' : '';
	const service: HandService = {
		service: target,
		environment: 'production',
		platform,
		target,
		context,
		repository: '',
		branch: '',
		catalogRowId: 0,
		lockKey: targetKeyOf({ platform, target, context }),
		settings: { healthUrl: '', versionUrl: '' },
	};
	return look({ ...hand, services: [service], confirmation: target }, { service: target, target });
}

function releaseStep(hand: Hand, release: Choice, releaseRows: readonly unknown[]): HandStep {
	const row = readableRows(releaseRows)?.find((candidate) => valueAt(candidate, 'release_id') === release.value);
	const repository = stringAt(row, 'repository');
	if (repository === '') return nothing(hand, 'The ledger cannot be read any more. Roll back its services one by one.');
	const confirmation = stringAt(row, 'commit').slice(0, 7) || 'roll back';
	return look({ ...hand, choices: [], release, confirmation }, { repository });
}

function splitAtFirst(value: string, mark: string): [string, string] {
	const place = value.indexOf(mark);
	return place < 0 ? [value, ''] : [value.slice(0, place), value.slice(place + mark.length)];
}
