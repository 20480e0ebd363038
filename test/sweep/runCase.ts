import type { SandboxExchange } from '../../sandbox/kernel/exchange';
import { createEngine, leaveServices } from '../n8n/engine/engine';
import { releaseWorldOn } from '../workflows/releaseWorld';
import { sweepFaults } from './faults';
import { isLike, placesOf } from './requestPlace';
import { type Judged, playWithFault, resultOf } from './playWithFault';
import type { Scene, Stage, Subject } from './subject';
import { casesOf, type CaseResult, type SweepCase } from './sweepCase';

/** Platforms live so many times as fast: less is asked while they are waited for. */
const PLATFORM_SPEED = 20;

/** When a request that hangs is given up on: sooner than the engine's clock goes on without it. */
const GIVEN_UP_MS = 250;
/** What a node waits for an answer (nodes/shared/http/platformHttp.ts). */
const REQUEST_TIMEOUT_MS = 60_000;

/** Runs cases, one after the other, in one world. */
export interface CaseRunner {
	/** Plays the subject without a fault. Raises with what is violated then. */
	list(subject: Subject): Promise<SweepCase[]>;
	run(subject: Subject, sweepCase: SweepCase): Promise<CaseResult>;
	close(): Promise<void>;
}

export async function createCaseRunner(): Promise<CaseRunner> {
	const engine = await createEngine(undefined, { platformSpeed: PLATFORM_SPEED });
	const stage: Stage = {
		engine,
		releases: releaseWorldOn(engine),
		async reset(services) {
			await engine.reset();
			leaveServices(engine.tables, services);
		},
	};
	/** Whose world it is, if the last case left it well. */
	let owner: string | undefined;

	async function prepared(subject: Subject): Promise<Scene> {
		const isOurs = owner === subject.name;
		owner = undefined;
		const scene = await subject.prepare(stage, isOurs);
		// What is kept of runs is what a case has to show.
		engine.runner.runs.length = 0;
		engine.runner.steps.length = 0;
		return scene;
	}

	async function played(scene: Scene, sweepCase: SweepCase): Promise<Judged> {
		const { place, step, fault } = sweepCase;
		const isTimeOut = sweepFaults.find(({ name }) => name === fault)?.specification.kind === 'timeout';
		if (place && isTimeOut) {
			engine.faults.impatience = {
				fits: (asked) => isLike(place, asked),
				timeoutMs: GIVEN_UP_MS,
				waitFullTime: async () => await engine.clock.pass(REQUEST_TIMEOUT_MS),
			};
		}
		if (step) engine.faults.fail(step.workflowId, step.step, fault === 'throws once' ? 1 : Infinity);
		return await playWithFault(engine.sandbox, scene, sweepCase, {
			whileItLasts: async () => (await scene.judgeWhileAway?.(place)) ?? [],
			mend: () => engine.faults.mend(),
		});
	}

	return {
		async list(subject) {
			// The second time: a world that is not new asks for less.
			for (const isRecorded of [false, true]) {
				const scene = await prepared(subject);
				const exchanges: SandboxExchange[] = [];
				const ignore = engine.sandbox.onExchange((exchange) => void exchanges.push(exchange));
				await scene.play();
				ignore();
				await scene.mend();
				const isDone = await scene.isDone();
				const violations = [...(isDone ? [] : ['it does not do what it is for']), ...(await scene.judge())];
				if (violations.length > 0) throw new Error(`${subject.name} without a fault: ${violations.join('; ')}`);
				owner = subject.name;
				if (isRecorded) return casesOf(subject, placesOf(exchanges));
			}
			return [];
		},
		async run(subject, sweepCase) {
			try {
				return await resultOf(sweepCase, async () => {
					const [violations, isHit] = await played(await prepared(subject), sweepCase);
					if (violations.length === 0) owner = subject.name;
					return [violations, isHit];
				});
			} finally {
				engine.faults.mend();
			}
		},
		close: async () => await engine.close(),
	};
}
