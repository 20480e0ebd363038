import type { Deploy, DeployState, LogLine, Site } from '../model';
import { hasEnded } from '../model';
import type { DeployEvent, Notifications } from './notifications';
import { unprocessable } from '../http/errors';
import type { NetlifyWorld } from '../world/world';

const PROCESSING_AFTER_MS = 500;
const READY_AFTER_MS = 2000;

/** Netlify's words for a build that its `ignore` command, or a look at the content, made needless. */
export const NO_CONTENT_CHANGE =
	"Failed during stage 'checking build content for changes': Canceled build due to no content change";

/** Moves deploys through their states, publishes them, and says so to whoever listens. */
export class DeployLifecycle {
	private readonly pending = new Map<string, Set<() => void>>();
	private readonly endListeners: Array<(deploy: Deploy) => void> = [];

	constructor(
		private readonly world: NetlifyWorld,
		private readonly notifications: Notifications,
	) {}

	/** Calls back when a deploy is ready, failed or deleted. */
	onEnd(listener: (deploy: Deploy) => void): void {
		this.endListeners.push(listener);
	}

	/** Runs `step` later, unless the deploy is stopped, forced or deleted before. */
	schedule(deploy: Deploy, delayMs: number, step: () => void): void {
		const cancels = this.pending.get(deploy.id) ?? new Set();
		this.pending.set(deploy.id, cancels);
		const cancel = this.world.services.clock.after(delayMs, () => {
			cancels.delete(cancel);
			step();
		});
		cancels.add(cancel);
	}

	/** Nothing more happens to the deploy by itself: it is stuck in its state. */
	freeze(deploy: Deploy): void {
		for (const cancel of this.pending.get(deploy.id) ?? []) cancel();
		this.pending.delete(deploy.id);
	}

	moveTo(deploy: Deploy, state: DeployState): void {
		deploy.state = state;
		deploy.updatedAtMs = this.world.now();
	}

	emit(event: DeployEvent, deploy: Deploy): void {
		this.notifications.emit(event, deploy);
	}

	log(deploy: Deploy, section: LogLine['section'], message: string, isError = false): void {
		deploy.log.push({ ts: this.world.now(), section, message, error: isError });
	}

	/** Everything is uploaded: post-processing, then ready. */
	processUploaded(deploy: Deploy): void {
		this.moveTo(deploy, 'uploaded');
		this.schedule(deploy, PROCESSING_AFTER_MS, () => this.moveTo(deploy, 'processing'));
		this.schedule(deploy, READY_AFTER_MS, () => this.finish(deploy));
	}

	/** Ready; published when it is a production deploy of a site that is not locked. */
	finish(deploy: Deploy): void {
		this.freeze(deploy);
		const site = this.world.site(deploy.siteId);
		this.moveTo(deploy, 'ready');
		this.log(deploy, 'postprocessing', 'Site is live');
		const isLocked = this.world.publishedDeploy(site)?.locked ?? false;
		if (deploy.context === 'production' && !deploy.draft && !isLocked) {
			this.publish(site, deploy);
		}
		this.emit('deploy_created', deploy);
		this.ended(deploy);
	}

	fail(deploy: Deploy, message: string, options: { readonly skipped?: boolean } = {}): void {
		this.freeze(deploy);
		this.moveTo(deploy, 'error');
		deploy.errorMessage = message;
		deploy.skipped = options.skipped ?? false;
		this.log(deploy, 'building', message, true);
		this.emit('deploy_failed', deploy);
		this.ended(deploy);
	}

	/** Raises 422 for a deploy that has ended. */
	cancel(deploy: Deploy): void {
		if (hasEnded(deploy.state)) {
			throw unprocessable(`Deploy is ${deploy.state} and can no longer be canceled`);
		}
		this.fail(deploy, 'Canceled build');
	}

	/** Makes the deploy the live one; a lock moves along with it. */
	publish(site: Site, deploy: Deploy): void {
		const before = this.world.publishedDeploy(site);
		const isLocked = before?.locked ?? false;
		if (before) before.locked = false;
		deploy.locked = isLocked;
		deploy.publishedAtMs = this.world.now();
		deploy.updatedAtMs = this.world.now();
		site.publishedDeployId = deploy.id;
		site.updatedAtMs = this.world.now();
	}

	/** Publishes a finished deploy by hand. Works on a locked site too. Raises 422 if not ready. */
	restore(site: Site, deploy: Deploy): void {
		if (deploy.state !== 'ready' && deploy.state !== 'old') {
			throw unprocessable(`Deploy is ${deploy.state}: only a ready deploy can be published`);
		}
		this.moveTo(deploy, 'ready');
		this.publish(site, deploy);
		this.emit('deploy_restored', deploy);
	}

	/** Publishes the newest deploy that was live before the one that is live now. Raises 422. */
	rollBack(site: Site): void {
		const current = this.world.publishedDeploy(site);
		const previous = this.world
			.deploysOf(site)
			.find(
				(deploy) =>
					current !== undefined &&
					deploy.sequence < current.sequence &&
					deploy.state === 'ready' &&
					deploy.publishedAtMs !== undefined,
			);
		if (!previous) throw unprocessable('There is no previous deploy to roll back to');
		this.restore(site, previous);
	}

	/** Stops or resumes auto publishing. Raises 422 unless it is the published deploy. */
	setLocked(deploy: Deploy, locked: boolean): void {
		const site = this.world.site(deploy.siteId);
		if (site.publishedDeployId !== deploy.id) {
			throw unprocessable('Only the published deploy can be locked or unlocked');
		}
		if (deploy.locked === locked) return;
		deploy.locked = locked;
		deploy.updatedAtMs = this.world.now();
		this.emit(locked ? 'deploy_locked' : 'deploy_unlocked', deploy);
	}

	/** Raises 422 for the published deploy. */
	remove(deploy: Deploy): void {
		if (this.world.site(deploy.siteId).publishedDeployId === deploy.id) {
			throw unprocessable('The published deploy cannot be deleted');
		}
		this.freeze(deploy);
		this.emit('deploy_deleted', deploy);
		this.world.deploys.delete(deploy.id);
		this.ended(deploy);
	}

	private ended(deploy: Deploy): void {
		for (const listener of this.endListeners) listener(deploy);
	}
}
