import fc from 'fast-check';

import { type Service, services, type WorldSettings } from './world/world';

/** What may be away, or comes back. */
export type Part = 'GitHub' | 'Redis' | 'the ledger' | 'PagerDuty' | Service;

/** One thing that happens. */
export type Command =
	| {
			readonly kind: 'push';
			readonly changed: readonly Service[];
			readonly bad: readonly Service[];
			readonly failing: readonly Service[];
			/** Of those that run an image: what becomes of its build. */
			readonly build: 'succeeded' | 'failed' | 'never';
			readonly skips: boolean;
	  }
	| { readonly kind: 'force'; readonly back: number }
	| { readonly kind: 'branchGone' }
	| { readonly kind: 'deliver'; readonly times: number }
	| { readonly kind: 'run'; readonly steps: number; readonly order: number }
	| { readonly kind: 'pass'; readonly minutes: number; readonly order: number }
	| { readonly kind: 'crash'; readonly isNoticed: boolean }
	| { readonly kind: 'cutOff'; readonly which: number; readonly isNoticed: boolean }
	| { readonly kind: 'away'; readonly part: Part }
	| { readonly kind: 'allBack' }
	| { readonly kind: 'loseAnswer' | 'hang' | 'deployOutside'; readonly service: Service }
	| { readonly kind: 'restoreOutside'; readonly service: Service; readonly which: number }
	| { readonly kind: 'hold' | 'lift' | 'tryAgain' | 'rollBack'; readonly service: Service };

export interface WalkSettings extends WorldSettings {
	/** What is live before the walk: what a release put there, what somebody did, or nothing. */
	readonly first: 'released' | 'outside' | 'nothing';
	/** Whether a person lifts every hold in the end. */
	readonly isLifted: boolean;
}

const service = fc.constantFrom(...services);
const some = fc.oneof(fc.constant([...services]), fc.subarray([...services], { minLength: 1 }));
const order = fc.nat({ max: 1_000_000 });
const part = fc.constantFrom<Part>('GitHub', 'Redis', 'the ledger', 'PagerDuty', ...services);

/** Each one of the few, now and then. */
const few = fc.oneof({ weight: 2, arbitrary: fc.constant([]) }, { weight: 1, arbitrary: fc.subarray([...services]) });

const push = fc.record<Command & { kind: 'push' }>({
	kind: fc.constant('push'),
	changed: some,
	bad: few,
	failing: fc.oneof({ weight: 4, arbitrary: fc.constant([]) }, { weight: 1, arbitrary: few }),
	build: fc.constantFrom('succeeded', 'succeeded', 'succeeded', 'failed', 'never'),
	skips: fc.oneof({ weight: 9, arbitrary: fc.constant(false) }, { weight: 1, arbitrary: fc.constant(true) }),
});

const force = fc.oneof<fc.WeightedArbitrary<Command>[]>(
	{ weight: 9, arbitrary: fc.record({ kind: fc.constant('force'), back: fc.integer({ min: 1, max: 4 }) }) },
	{ weight: 1, arbitrary: fc.constant({ kind: 'branchGone' }) },
);

const command: fc.Arbitrary<Command> = fc.oneof(
	{ weight: 14, arbitrary: push },
	{ weight: 14, arbitrary: fc.record({ kind: fc.constant('deliver'), times: fc.constantFrom(1, 1, 1, 2) }) },
	{ weight: 28, arbitrary: fc.record({ kind: fc.constant('run'), steps: fc.integer({ min: 1, max: 60 }), order }) },
	{ weight: 12, arbitrary: fc.record({ kind: fc.constant('pass'), minutes: fc.constantFrom(1, 3, 6, 15, 70), order }) },
	{ weight: 5, arbitrary: fc.record({ kind: fc.constant('crash'), isNoticed: fc.boolean() }) },
	{
		weight: 4,
		arbitrary: fc.record({ kind: fc.constant('cutOff'), which: fc.nat({ max: 9 }), isNoticed: fc.boolean() }),
	},
	{ weight: 4, arbitrary: fc.record({ kind: fc.constant('away'), part }) },
	{ weight: 5, arbitrary: fc.constant({ kind: 'allBack' }) },
	{ weight: 3, arbitrary: fc.record({ kind: fc.constant('loseAnswer'), service }) },
	{ weight: 1, arbitrary: fc.record({ kind: fc.constant('hang'), service }) },
	{ weight: 2, arbitrary: fc.record({ kind: fc.constant('deployOutside'), service }) },
	{
		weight: 2,
		arbitrary: fc.record({ kind: fc.constant('restoreOutside'), service, which: fc.nat({ max: 5 }) }),
	},
	{ weight: 4, arbitrary: force },
	{ weight: 2, arbitrary: fc.record({ kind: fc.constant('hold'), service }) },
	{ weight: 7, arbitrary: fc.record({ kind: fc.constant('lift'), service }) },
	{ weight: 3, arbitrary: fc.record({ kind: fc.constant('tryAgain'), service }) },
	{ weight: 3, arbitrary: fc.record({ kind: fc.constant('rollBack'), service }) },
);

/** Half of the rows are plain; the others go back with the whole release, or never. */
const row = fc.oneof(
	{ weight: 6, arbitrary: fc.constant({}) },
	{ weight: 1, arbitrary: fc.constantFrom({ compensate: 'release' }, { compensate: 'never' }) },
);

export const settings: fc.Arbitrary<WalkSettings> = fc.record({
	longestRunSeconds: fc.constantFrom(240, 240, 20),
	images: fc.subarray(['gateway', 'api']),
	rows: fc.record({ gateway: row, api: row, web: row, workers: row }),
	first: fc.constantFrom('released', 'released', 'released', 'outside', 'nothing'),
	isLifted: fc.boolean(),
});

/** So many things that happen; any of them can be left out, by which a failing walk gets shorter. */
export function commands(count: number): fc.Arbitrary<ReadonlyArray<Command | null>> {
	const each = fc.option(command, { nil: null, freq: 1_000_000 });
	return fc.tuple(...Array.from({ length: count }, () => each));
}

/** A line for people. */
export function lineOf(each: Command): string {
	switch (each.kind) {
		case 'push': {
			const { changed, bad, failing, build, skips } = each;
			const of = (what: string, names: readonly string[]): string =>
				names.length === 0 ? '' : `, ${what}: ${names.join(' ')}`;
			return `push ${changed.join(' ')}${of('bad', bad)}${of('does not build', failing)}, images: ${build}${skips ? ', [skip deploy]' : ''}`;
		}
		case 'force':
			return `force the branch ${each.back} commits back`;
		case 'branchGone':
			return 'delete the branch';
		case 'deliver':
			return `GitHub delivers a push ${each.times === 1 ? 'once' : `${each.times} times`}`;
		case 'run':
			return `${each.steps} steps of what runs (order ${each.order})`;
		case 'pass':
			return `${each.minutes} minutes pass (order ${each.order})`;
		case 'crash':
			return `n8n dies${each.isNoticed ? '' : ', and no error workflow runs'}`;
		case 'cutOff':
			return `an execution is cut off (${each.which})${each.isNoticed ? '' : ', and no error workflow runs'}`;
		case 'away':
			return `${each.part} is away`;
		case 'allBack':
			return 'all that was away is back';
		case 'restoreOutside':
			return `somebody puts back an earlier ${each.service} outside (${each.which})`;
		case 'loseAnswer':
			return `the next answer about ${each.service} is lost`;
		case 'hang':
			return `the next build of ${each.service} hangs`;
		case 'deployOutside':
			return `somebody deploys ${each.service} outside`;
		case 'hold':
			return `a person holds ${each.service}`;
		case 'lift':
			return `a person lifts the hold of ${each.service}`;
		case 'tryAgain':
			return `a person asks to try ${each.service} again`;
		case 'rollBack':
			return `a person rolls ${each.service} back`;
	}
}
