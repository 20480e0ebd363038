import type { SandboxExchange } from '../../sandbox/kernel/exchange';
import { errorMessage } from '../../tools/errorCode';
import { createEngine, leaveServices } from '../n8n/engine/engine';
import { sweepFaults } from './faults';
import { faultAt, isLike, placesOf } from './requestPlace';
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

	async function played(scene: Scene, { place, step, fault }: Partial<SweepCase>): Promise<[string[], boolean]> {
		const kind = sweepFaults.find(({ name }) => name === fault);
		const exchanges: SandboxExchange[] = [];
		const ignore = engine.sandbox.onExchange((exchange) => void exchanges.push(exchange));
		const id = place && kind ? engine.sandbox.addFault(faultAt(place, kind)) : undefined;
		if (place && kind?.specification.kind === 'timeout') {
			engine.faults.impatience = {
				fits: (asked) => isLike(place, asked),
				timeoutMs: GIVEN_UP_MS,
				waitFullTime: async () => await engine.clock.pass(REQUEST_TIMEOUT_MS),
			};
		}
		if (step) engine.faults.fail(step.workflowId, step.step, fault === 'throws once' ? 1 : Infinity);
		await scene.play();
		const isAway = kind?.isLasting === true || fault === 'throws';
		const whileAway = isAway ? ((await scene.judgeWhileAway?.(place)) ?? []) : [];
		if (id !== undefined) engine.sandbox.removeFault(id);
		engine.faults.mend();
		ignore();
		await scene.mend();
		const isHit = place === undefined || exchanges.some((exchange) => exchange.fault !== undefined);
		return [[...whileAway, ...(await scene.judge())], isHit];
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
			const startedAt = performance.now();
			const { name, fault } = sweepCase;
			const result = (violations: string[], isHit: boolean): CaseResult => ({
				subject: subject.name,
				name,
				fault,
				violations,
				isHit,
				seconds: (performance.now() - startedAt) / 1000,
			});
			try {
				const [violations, isHit] = await played(await prepared(subject), sweepCase);
				if (violations.length === 0) owner = subject.name;
				return result(violations, isHit);
			} catch (error) {
				return result([`it could not be judged: ${errorMessage(error)}`], true);
			} finally {
				engine.faults.mend();
			}
		},
		close: async () => await engine.close(),
	};
}
