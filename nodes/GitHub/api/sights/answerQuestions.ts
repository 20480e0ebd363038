import { questionsOf } from '../../../deployment/plan/reconcile';
import {
	type DifferingFilesByPair,
	type ReleaseInHand,
	smallComparisons,
} from '../../../deployment/plan/releaseInHand';
import {
	type BuildSight,
	type CommitPair,
	type Comparison,
	pairKey,
	type ServiceSight,
} from '../../../deployment/plan/sight';
import type { PlatformClient } from '../../../shared/http/platformClient';
import { mapConcurrently } from '../../../shared/waiting/mapConcurrently';
import type { Repository } from '../repositories';
import { type DifferingFiles, isSameContent, readDifferingFiles } from '../sameContent';
import { readBuilds } from './builds';
import { whyUnseen } from './whyUnseen';

/** Few at once: GitHub's secondary limits count what goes on side by side. */
const concurrency = 4;

/** An answer leads to the next question, such as from one build to the one before it; never so often. */
const maxPasses = 40;

/** What GitHub was asked in one look, each thing once: a pair of commits is the same for all services. */
interface Asked {
	/** By both commits, in either order; `unknown` where GitHub could not be asked. */
	readonly files: Map<string, DifferingFiles | 'unknown'>;
	readonly builds: Map<string, BuildSight>;
	/** Whether GitHub was away: then nothing more is asked in this look. */
	isAway: boolean;
}

export interface Answers {
	readonly sights: readonly ServiceSight[];
	/** The files in which commits differ, for the next round: `release.compared`. */
	readonly compared: DifferingFilesByPair;
}

/** Asks GitHub what has to be known of each service to decide about it, until no question is left. */
export async function answerQuestions(
	client: PlatformClient,
	repository: Repository,
	sights: readonly ServiceSight[],
	release: ReleaseInHand,
	nowIso: string,
): Promise<Answers> {
	const asked: Asked = { files: new Map(Object.entries(release.compared ?? {})), builds: new Map(), isAway: false };
	let answered = sights;
	for (let pass = 0; pass < maxPasses; pass++) {
		const open = answered.map((sight) => ({ sight, questions: questionsOf(sight, release, nowIso) }));
		if (open.every(({ questions }) => questions.pairs.length === 0 && !questions.builds)) break;
		const pairs = open.flatMap(({ sight, questions }) => questions.pairs.filter((pair) => dependsOnFiles(sight, pair)));
		await askAboutPairs(client, repository, pairs, asked);
		await askAboutBuilds(
			client,
			repository,
			open.filter(({ questions }) => questions.builds).map(({ sight }) => buildsOf(sight, release)),
			asked,
		);
		answered = open.map(({ sight, questions }) => ({
			...sight,
			comparisons: new Map([
				...sight.comparisons,
				...questions.pairs.map((pair): [string, Comparison] => [pairKey(pair), comparisonOf(sight, pair, asked)]),
			]),
			builds: questions.builds ? (asked.builds.get(buildsKey(buildsOf(sight, release))) ?? sight.builds) : sight.builds,
		}));
	}
	return { sights: answered, compared: smallComparisons(asked.files) };
}

/** Whether the files in between have to be known: all of a repository is a service without paths. */
function dependsOnFiles({ row }: ServiceSight, { base, head }: CommitPair): boolean {
	return base !== head && (row.paths.include.length > 0 || row.paths.exclude.length > 0);
}

function comparisonOf(sight: ServiceSight, pair: CommitPair, asked: Asked): Comparison {
	if (pair.base === pair.head) return 'same';
	if (!dependsOnFiles(sight, pair)) return 'differs';
	const files = asked.files.get(unorderedKey(pair));
	if (files === undefined || files === 'unknown') return 'unknown';
	return isSameContent(files, sight.row.paths) ? 'same' : 'differs';
}

/** Whichever is the base, the same files differ. */
function unorderedKey({ base, head }: CommitPair): string {
	return base < head ? pairKey({ base, head }) : pairKey({ base: head, head: base });
}

async function askAboutPairs(
	client: PlatformClient,
	repository: Repository,
	pairs: readonly CommitPair[],
	asked: Asked,
): Promise<void> {
	const due = new Map(pairs.map((pair) => [unorderedKey(pair), pair]));
	await mapConcurrently(
		[...due].filter(([key]) => !asked.files.has(key)),
		concurrency,
		async ([key, pair]) => {
			asked.files.set(key, asked.isAway ? 'unknown' : await filesOf(client, repository, pair, asked));
		},
	);
}

async function filesOf(
	client: PlatformClient,
	repository: Repository,
	pair: CommitPair,
	asked: Asked,
): Promise<DifferingFiles | 'unknown'> {
	try {
		return await readDifferingFiles(client, repository, pair);
	} catch (error) {
		if (whyUnseen(error).isTransient) asked.isAway = true;
		return 'unknown';
	}
}

interface WantedBuilds {
	readonly workflow: string;
	readonly branch: string;
}

/** A release's image is built from its tag, or from the branch that it was made from: from any. */
function buildsOf({ row }: ServiceSight, { branch }: ReleaseInHand): WantedBuilds {
	return { workflow: row.buildWorkflow, branch: row.deployFrom === 'release' ? '' : branch };
}

function buildsKey({ workflow, branch }: WantedBuilds): string {
	return `${workflow}@${branch}`;
}

async function askAboutBuilds(
	client: PlatformClient,
	repository: Repository,
	wanted: readonly WantedBuilds[],
	asked: Asked,
): Promise<void> {
	const due = new Map(wanted.map((builds) => [buildsKey(builds), builds]));
	await mapConcurrently(
		[...due].filter(([key]) => !asked.builds.has(key)),
		concurrency,
		async ([key, builds]) => {
			const away: BuildSight = { isSeen: false, reason: 'GitHub could not be asked' };
			asked.builds.set(key, asked.isAway ? away : await readBuilds(client, repository, builds));
		},
	);
}
