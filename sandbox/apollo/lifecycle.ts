import type { SandboxServices } from '../kernel/platform';
import type { Composition } from './composition';
import type { BuildProblem, Launch, SubgraphChange, Variant } from './model';

/** Sandbox milliseconds from a launch's start to the end of its build, and from there until routers can have it. */
export const buildMs = 15_000;
export const publishMs = 10_000;

/** A failure planned by the control API, for the next launch of a variant: what passes as composition may fail later. */
export interface PlannedFailure {
	readonly graphId: string;
	readonly variant: string;
	readonly message: string;
}

/** Launches: built, published, and superseded by the next one of the same variant while they are at work. */
export class Launcher {
	private planned: PlannedFailure[] = [];

	private cancels: Array<() => void> = [];

	/** Launches that stand still until the control API lets them go on. */
	private isHeld = false;

	private waiting: Array<() => void> = [];

	constructor(
		private readonly services: SandboxServices,
		/** The variants that filter another's schema. */
		private readonly contractsOf: (source: Pick<Variant, 'graphId' | 'name'>) => readonly Variant[],
	) {}

	plan(failure: PlannedFailure): void {
		this.planned.push(failure);
	}

	hold(isHeld: boolean): void {
		this.isHeld = isHeld;
		if (isHeld) return;
		for (const goOn of this.waiting.splice(0)) goOn();
	}

	start(
		variant: Variant,
		changes: readonly SubgraphChange[],
		composition: Composition,
		isSynchronous: boolean,
	): Launch {
		const launch = this.begin(variant, changes, null);
		if (!composition.ok) {
			this.fail(launch, composition.problems);
			return launch;
		}
		launch.supergraph = composition.supergraph;
		if (isSynchronous) this.beginDownstream(launch);
		this.run(launch);
		return launch;
	}

	/** A launch that was over before the sandbox began. */
	seed(variant: Variant, changes: readonly SubgraphChange[], composition: Composition, atMs: number): void {
		const launch = { ...this.begin(variant, changes, null), createdAtMs: atMs };
		variant.launches.splice(0, variant.launches.length, launch);
		if (composition.ok) launch.supergraph = composition.supergraph;
		this.complete(launch, atMs + buildMs + publishMs);
		for (const contract of this.contractsOf({ graphId: launch.graphId, name: launch.variant })) {
			const downstream = { ...this.begin(contract, [], launch), createdAtMs: atMs };
			contract.launches.splice(0, contract.launches.length, downstream);
			launch.downstream.push(downstream);
			this.complete(downstream, atMs + 2 * (buildMs + publishMs));
		}
	}

	reset(): void {
		for (const cancel of this.cancels.splice(0)) cancel();
		this.planned = [];
		this.waiting = [];
		this.isHeld = false;
	}

	private begin(variant: Variant, changes: readonly SubgraphChange[], upstream: Launch | null): Launch {
		const launch: Launch = {
			id: this.services.ids.uuid(),
			graphId: variant.graphId,
			variant: variant.name,
			createdAtMs: this.services.clock.now(),
			changes,
			subgraphs: [...variant.subgraphs.values()],
			upstream,
			downstream: [],
			status: 'LAUNCH_INITIATED',
			supergraph: null,
			problems: [],
			approvedAtMs: null,
			completedAtMs: null,
			supersededAtMs: null,
			supersededBy: null,
		};
		for (const earlier of variant.launches) {
			if (earlier.status !== 'LAUNCH_INITIATED' || earlier.supersededAtMs !== null) continue;
			earlier.supersededAtMs = launch.createdAtMs;
			earlier.supersededBy = launch;
		}
		variant.launches.push(launch);
		return launch;
	}

	private run(launch: Launch): void {
		this.later(buildMs, () => {
			const index = this.planned.findIndex(
				({ graphId, variant }) => graphId === launch.graphId && variant === launch.variant,
			);
			const [failure] = index < 0 ? [] : this.planned.splice(index, 1);
			if (launch.supersededAtMs !== null) return;
			if (failure) {
				this.fail(launch, [{ code: 'LAUNCH_FAILED', message: failure.message, failedStep: 'PUBLISH', locations: [] }]);
				return;
			}
			this.later(publishMs, () => {
				if (launch.supersededAtMs !== null) return;
				this.complete(launch, this.services.clock.now());
				if (launch.downstream.length === 0) this.beginDownstream(launch);
				for (const downstream of launch.downstream) this.run(downstream);
			});
		});
	}

	private beginDownstream(launch: Launch): void {
		for (const contract of this.contractsOf({ graphId: launch.graphId, name: launch.variant }))
			launch.downstream.push(this.begin(contract, [], launch));
	}

	private fail(launch: Launch, problems: readonly BuildProblem[]): void {
		launch.status = 'LAUNCH_FAILED';
		launch.problems = problems;
		launch.completedAtMs = this.services.clock.now();
		const because = `The launch of ${launch.variant} failed`;
		for (const downstream of launch.downstream) {
			this.fail(downstream, [{ code: 'UPSTREAM_FAILED', message: because, failedStep: 'BUILD', locations: [] }]);
		}
	}

	private complete(launch: Launch, atMs: number): void {
		launch.status = 'LAUNCH_COMPLETED';
		launch.approvedAtMs = atMs;
		launch.completedAtMs = atMs;
	}

	private later(delayMs: number, callback: () => void): void {
		const due = (): void => {
			if (this.isHeld) this.waiting.push(due);
			else callback();
		};
		this.cancels.push(this.services.clock.after(delayMs, due));
	}
}
