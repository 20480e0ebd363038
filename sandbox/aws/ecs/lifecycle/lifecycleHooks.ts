import { readInteger, readObject, readObjects, readText, readTexts } from '../../protocol/jsonInput';
import type { HookDetail, ServiceDeployment } from '../model/model';
import type { EcsWorld } from '../world/ecsWorld';

const LAMBDA_MS = 10_000;
const MINUTE_MS = 60_000;
const DEFAULT_TIMEOUT_MINUTES = 24 * 60;

/** How the hooks of a stage ended. */
export type HookOutcome = 'continue' | 'rollback';

/**
 * Runs the hooks of one lifecycle stage. A Lambda function whose name contains `fail` fails; every other one
 * succeeds. A PAUSE hook waits for ContinueServiceDeployment, or for its timeout.
 */
export class LifecycleHooks {
	private readonly decisions = new Map<string, (outcome: HookOutcome, timedOut: boolean) => void>();

	constructor(private readonly world: EcsWorld) {}

	/** Calls `done` once: when all have succeeded, or one has not. At once when the stage has no hooks. */
	run(deployment: ServiceDeployment, stage: string, done: (outcome: HookOutcome) => void): void {
		const hooks = readObjects(deployment.configuration, 'lifecycleHooks').filter((hook) =>
			readTexts(hook, 'lifecycleStages').includes(stage),
		);
		let left = hooks.length;
		let isDecided = false;
		const settle = (outcome: HookOutcome): void => {
			left -= 1;
			if (isDecided || (outcome === 'continue' && left > 0)) return;
			isDecided = true;
			done(outcome);
		};
		if (hooks.length === 0) {
			done('continue');
			return;
		}
		deployment.hooks = [];
		for (const hook of hooks) {
			const timeout = readObject(hook, 'timeoutConfiguration');
			const minutes = readInteger(timeout, 'timeoutInMinutes') ?? DEFAULT_TIMEOUT_MINUTES;
			const targetType = readText(hook, 'targetType') === 'PAUSE' ? 'PAUSE' : 'AWS_LAMBDA';
			const detail: HookDetail = {
				hookId: this.world.kernel.ids.uuid(),
				targetType,
				targetArn: readText(hook, 'hookTargetArn'),
				status: targetType === 'PAUSE' ? 'AWAITING_ACTION' : 'IN_PROGRESS',
				expiresAtMs: this.world.now() + minutes * MINUTE_MS,
				timeoutAction: readText(timeout, 'action') === 'CONTINUE' ? 'CONTINUE' : 'ROLLBACK',
			};
			deployment.hooks.push(detail);
			this.wait(deployment, detail, minutes * MINUTE_MS, settle);
		}
	}

	/** Decides a paused hook. `false` when it is not waiting. */
	decide(hookId: string, outcome: HookOutcome): boolean {
		const decision = this.decisions.get(hookId);
		decision?.(outcome, false);
		return decision !== undefined;
	}

	/** The deployment has ended: its hooks wait no longer. */
	abandon(deployment: ServiceDeployment): void {
		for (const { hookId } of deployment.hooks) this.decisions.delete(hookId);
	}

	private wait(
		deployment: ServiceDeployment,
		detail: HookDetail,
		timeoutMs: number,
		settle: (outcome: HookOutcome) => void,
	): void {
		const { clock } = this.world.kernel;
		this.decisions.set(detail.hookId, (outcome, timedOut) => {
			this.decisions.delete(detail.hookId);
			detail.status = timedOut ? 'TIMED_OUT' : outcome === 'continue' ? 'SUCCEEDED' : 'FAILED';
			deployment.updatedAtMs = this.world.now();
			settle(outcome);
		});
		const conclude = (outcome: HookOutcome, timedOut: boolean): void => {
			this.decisions.get(detail.hookId)?.(outcome, timedOut);
		};
		if (detail.targetType === 'PAUSE') {
			const outcome = detail.timeoutAction === 'CONTINUE' ? 'continue' : 'rollback';
			clock.after(timeoutMs, () => conclude(outcome, true));
		} else {
			const isFailing = /fail/i.test(detail.targetArn ?? '');
			clock.after(LAMBDA_MS, () => conclude(isFailing ? 'rollback' : 'continue', false));
		}
	}
}
