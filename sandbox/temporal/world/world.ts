import { isUnhealthyAt } from '../../kernel/builtImage';
import type { SandboxServices } from '../../kernel/platform';
import { checkDrainage, type RoutingChange, setCurrent } from '../lifecycle/routing';
import { registerPolled } from '../lifecycle/workers';
import { runWorkflows } from '../lifecycle/workflows';
import type { StoredDeployment, StoredNamespace, StoredWorker } from '../model';
import { temporalError } from '../present/errors';
import { NAMESPACE, seedCommit, WORKERS } from '../seed';

/** Until the workers of a build that is done have started, beside the older ones. */
const workerStartMs = 5_000;

/** All that the server holds. What time brings about is worked out whenever somebody looks. */
export class TemporalWorld {
	private readonly namespaces = new Map<string, StoredNamespace>();

	private writes = 0;

	/** Whether builds start no workers: they crash before their first poll. */
	areWorkersHeld = false;

	constructor(readonly services: SandboxServices) {
		this.reset();
		services.builds.onComplete(({ workflow, sha, conclusion }) => {
			if (workflow !== WORKERS.workflow || conclusion !== 'success' || this.areWorkersHeld) return;
			services.clock.after(workerStartMs, () => {
				this.startWorker(NAMESPACE, { deployment: WORKERS.deployment, buildId: sha }, WORKERS.taskQueue);
			});
		});
	}

	now(): number {
		return this.services.clock.now();
	}

	/** A namespace as it is by now. @throws 404 for one that is not there. */
	namespace(name: string): StoredNamespace {
		const found = this.namespaces.get(name);
		if (found === undefined) {
			throw temporalError(5, `Namespace ${name} is not found.`, {
				type: 'NamespaceNotFoundFailure',
				more: { namespace: name },
			});
		}
		this.settle(found);
		return found;
	}

	list(): StoredNamespace[] {
		const all = [...this.namespaces.values()];
		for (const namespace of all) this.settle(namespace);
		return all;
	}

	/** What comes with the next write, in the form of the server's own tokens: a Go time. */
	change(identity: string): RoutingChange {
		return { nowMs: this.now(), identity, token: this.newToken() };
	}

	newDeployment(name: string, createdAtMs: number): StoredDeployment {
		return {
			name,
			createdAtMs,
			versions: [],
			current: null,
			currentChangedAtMs: null,
			ramp: null,
			rampChangedAtMs: null,
			percentageChangedAtMs: null,
			revision: 0,
			conflictToken: this.newToken(),
			lastModifier: '',
			manager: '',
			updatedByMs: 0,
		};
	}

	startWorker(namespace: string, version: StoredWorker['version'], taskQueue: string): StoredWorker {
		const { workers } = this.namespace(namespace);
		const identity = `worker-${workers.length + 1}@paintbox`;
		const worker: StoredWorker = { identity, version, taskQueue, startedAtMs: this.now(), stoppedAtMs: null };
		workers.push(worker);
		return worker;
	}

	stopWorkers(namespace: string, isMeant: (worker: StoredWorker) => boolean): number {
		const nowMs = this.now();
		const running = this.namespace(namespace).workers.filter(
			(worker) => worker.stoppedAtMs === null && isMeant(worker),
		);
		for (const worker of running) worker.stoppedAtMs = nowMs;
		return running.length;
	}

	addNamespace(name: string): StoredNamespace {
		const added: StoredNamespace = {
			name,
			id: this.services.ids.uuid(),
			deployments: new Map(),
			workers: [],
			runs: [],
			plainQueues: new Set(),
		};
		this.namespaces.set(name, added);
		return added;
	}

	/** The workers of the commit that is there at first have been current for a day. */
	reset(): void {
		this.namespaces.clear();
		this.areWorkersHeld = false;
		const namespace = this.addNamespace(NAMESPACE);
		const buildId = seedCommit(this.services.repositories);
		const startedAtMs = this.now() - 86_400_000;
		const { deployment: name, taskQueue } = WORKERS;
		namespace.workers.push({
			identity: 'worker-1@paintbox',
			version: { deployment: name, buildId },
			taskQueue,
			startedAtMs,
			stoppedAtMs: null,
		});
		this.settle(namespace);
		const deployment = namespace.deployments.get(name);
		if (deployment === undefined) return;
		setCurrent(deployment, buildId, { ...this.change('temporal-cli'), nowMs: startedAtMs + 60_000 });
	}

	private settle(namespace: StoredNamespace): void {
		const nowMs = this.now();
		registerPolled(namespace, nowMs, (name, atMs) => this.newDeployment(name, atMs));
		runWorkflows(namespace, nowMs, ({ deployment, buildId }) => {
			const commit = this.commitOf(buildId);
			return commit !== undefined && isUnhealthyAt(commit, `temporal/${namespace.name}/${deployment}`);
		});
		checkDrainage(namespace, nowMs);
	}

	private commitOf(buildId: string) {
		const { repositories } = this.services;
		return /^[0-9a-f]{40}$/.test(buildId)
			? repositories
					.list()
					.map((repository) => repositories.resolve(repository, buildId))
					.find((commit) => commit !== undefined)
			: undefined;
	}

	private newToken(): string {
		this.writes += 1;
		const token = Buffer.alloc(15);
		token.writeUInt8(1, 0);
		token.writeBigUInt64BE(BigInt(Math.floor(this.now() / 1000) + 62_135_596_800), 1);
		token.writeUInt32BE((this.writes * 7_919) % 1_000_000_000, 9);
		token.writeInt16BE(-1, 13);
		return token.toString('base64');
	}
}
