import { stringAt } from '../ledger/record';
import { isTrueAt, numberAt, textsAt } from '../values/jsonFields';
import { parseRepositoryName } from '../values/repositoryName';
import { previewTurnName, type PullRequestName } from './previewNames';

/** What asks for a look at a pull request. A hint: what is to be made or removed is decided by what is seen. */
export interface PreviewAsk extends PullRequestName {
	readonly kind: 'preview';
	/** `previewTurnName`. */
	readonly turnName: string;
	readonly why: PreviewReason;
	/** Login of who caused it; empty where nobody is known. */
	readonly actor: string;
	/** Empty where GitHub delivered nothing. */
	readonly deliveryId: string;
	/** Whether a person asks to try again what failed. */
	readonly wish: boolean;
	/** Services of which something was found that no row of the table knows. */
	readonly services: readonly string[];
}

/**
 * `pullRequest`, `build`: a delivery of GitHub's. `watch`: it changed, and no delivery was seen. `lapsed`: the run
 * that had the turn died. `due`: it is time to look again. `daily`: the sweep. `handOver`: a run's time is over.
 */
export type PreviewReason = 'pullRequest' | 'build' | 'watch' | 'lapsed' | 'due' | 'daily' | 'person' | 'handOver';

const reasons: readonly PreviewReason[] = [
	'pullRequest',
	'build',
	'watch',
	'lapsed',
	'due',
	'daily',
	'person',
	'handOver',
];

/** An ask with what it leaves out. */
export function previewAsk(
	asked: PullRequestName & Pick<PreviewAsk, 'why'> & Partial<Omit<PreviewAsk, 'kind' | 'turnName'>>,
): PreviewAsk {
	return {
		kind: 'preview',
		actor: '',
		deliveryId: '',
		wish: false,
		services: [],
		...asked,
		turnName: previewTurnName(asked),
	};
}

/** The ask in foreign JSON; null for what names no pull request. */
export function readPreviewAsk(value: unknown): PreviewAsk | null {
	const repository = parseRepositoryName(stringAt(value, 'repository'));
	const number = numberAt(value, 'number') ?? Number(stringAt(value, 'number'));
	if (repository === null || !Number.isInteger(number) || number < 1) return null;
	const why = stringAt(value, 'why');
	return previewAsk({
		repository: `${repository.owner}/${repository.name}`,
		repositoryId: stringAt(value, 'repositoryId'),
		number,
		why: reasons.find((reason) => reason === why) ?? 'person',
		actor: stringAt(value, 'actor'),
		deliveryId: stringAt(value, 'deliveryId'),
		wish: isTrueAt(value, 'wish'),
		services: textsAt(value, 'services'),
	});
}
