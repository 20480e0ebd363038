import type { SandboxServices } from '../../kernel/platform';
import { ContentStore, EMPTY_CONTENT } from './deployContent';
import type {
	Build,
	BuildHook,
	Deploy,
	DeployContext,
	EnvironmentVariable,
	HookDelivery,
	NotificationHook,
	RepositoryLink,
	Site,
} from '../model';
import { notFound, unprocessable } from '../http/errors';

export interface NewDeploy {
	readonly branch?: string | undefined;
	readonly draft?: boolean | undefined;
	readonly title?: string | undefined;
	readonly commitRef?: string | undefined;
	readonly framework?: string | undefined;
	readonly id?: string;
}

/** Everything the simulated Netlify holds, and the look-ups on it. */
export class NetlifyWorld {
	readonly sites = new Map<string, Site>();
	readonly deploys = new Map<string, Deploy>();
	readonly builds = new Map<string, Build>();
	readonly buildHooks = new Map<string, BuildHook>();
	readonly hooks = new Map<string, NotificationHook>();
	readonly deliveries: HookDelivery[] = [];
	readonly contents = new ContentStore();
	/** SHA-256 digests of the function bundles that were uploaded. */
	readonly functionDigests = new Set<string>();
	environment: EnvironmentVariable[] = [];
	private sequence = 0;

	constructor(readonly services: SandboxServices) {}

	now(): number {
		return this.services.clock.now();
	}

	/** A site by id, name, Netlify domain or custom domain. Raises 404. */
	site(reference: string): Site {
		const direct = this.sites.get(reference);
		if (direct) return direct;
		const wanted = reference.toLowerCase();
		for (const site of this.sites.values()) {
			const names = [site.name, `${site.name}.netlify.app`, site.customDomain];
			if (names.includes(wanted) || site.domainAliases.includes(wanted)) return site;
		}
		throw notFound();
	}

	/** A deploy by id; with `siteReference`, only one of that site. Raises 404. */
	deploy(id: string, siteReference?: string): Deploy {
		const deploy = this.deploys.get(id);
		if (!deploy) throw notFound();
		if (siteReference !== undefined && this.site(siteReference).id !== deploy.siteId) {
			throw notFound();
		}
		return deploy;
	}

	/** Newest first. */
	deploysOf(site: Site): Deploy[] {
		return [...this.deploys.values()]
			.filter((deploy) => deploy.siteId === site.id)
			.sort((left, right) => right.sequence - left.sequence);
	}

	publishedDeploy(site: Site): Deploy | undefined {
		return site.publishedDeployId === undefined ? undefined : this.deploys.get(site.publishedDeployId);
	}

	/** Raises 422 when the name is taken or not a host label. */
	addSite(options: {
		readonly id?: string;
		readonly name?: string | undefined;
		readonly customDomain?: string | undefined;
		readonly repository?: RepositoryLink | undefined;
	}): Site {
		const id = options.id ?? this.services.ids.uuid();
		const name = this.checkName(options.name ?? `sandbox-site-${this.services.ids.hex(6)}`);
		const nowMs = this.now();
		const site: Site = {
			id,
			name,
			customDomain: options.customDomain,
			domainAliases: [],
			// Let's Encrypt's, renewed a month ago.
			certificateEndsAtMs: nowMs + 60 * 86_400_000,
			forceSsl: false,
			repository: options.repository,
			createdAtMs: nowMs,
			updatedAtMs: nowMs,
			publishedDeployId: undefined,
			branchDeploys: true,
		};
		this.sites.set(id, site);
		return site;
	}

	/** The name in lower case; 422 when it is not a host label, or another site has it. */
	checkName(name: string, owner?: Site): string {
		const label = name.toLowerCase();
		if (!/^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/.test(label) || label.includes('--')) {
			throw unprocessable(`Name "${name}" is not a valid subdomain`);
		}
		for (const other of this.sites.values()) {
			if (other !== owner && other.name === label) {
				throw unprocessable(`subdomain must be unique: "${label}" is taken`);
			}
		}
		return label;
	}

	productionBranch(site: Site): string {
		return site.repository?.repo_branch ?? this.services.repositories.defaultBranch;
	}

	/** A deploy in state `new`. Only an undrafted deploy of the production branch is `production`. */
	addDeploy(site: Site, options: NewDeploy): Deploy {
		const productionBranch = this.productionBranch(site);
		const branch = options.branch ?? productionBranch;
		const nowMs = this.now();
		this.sequence += 1;
		const deploy: Deploy = {
			id: options.id ?? this.services.ids.hex(24),
			siteId: site.id,
			sequence: this.sequence,
			createdAtMs: nowMs,
			updatedAtMs: nowMs,
			publishedAtMs: undefined,
			state: 'new',
			context: contextOf(branch, productionBranch, options.draft ?? false),
			branch,
			draft: options.draft ?? false,
			title: options.title,
			buildId: undefined,
			commitRef: options.commitRef,
			commitUrl: undefined,
			errorMessage: undefined,
			skipped: false,
			locked: false,
			framework: options.framework,
			reviewId: reviewIdOf(branch),
			content: EMPTY_CONTENT,
			unhealthy: false,
			functions: new Map(),
			required: new Set(),
			requiredFunctions: new Set(),
			log: [],
		};
		this.deploys.set(deploy.id, deploy);
		return deploy;
	}

	removeSite(site: Site): void {
		for (const deploy of this.deploysOf(site)) this.deploys.delete(deploy.id);
		for (const held of [this.builds, this.buildHooks, this.hooks]) {
			for (const [id, entry] of held) if (entry.siteId === site.id) held.delete(id);
		}
		this.environment = this.environment.filter((variable) => variable.siteId !== site.id);
		this.sites.delete(site.id);
	}
}

/** `deploy-preview-12` is how a deploy for pull request 12 names its branch alias. */
function contextOf(branch: string, productionBranch: string, draft: boolean): DeployContext {
	if (branch === productionBranch) return draft ? 'deploy-preview' : 'production';
	return branch.startsWith('deploy-preview-') ? 'deploy-preview' : 'branch-deploy';
}

function reviewIdOf(branch: string): number | undefined {
	const digits = /^deploy-preview-(\d+)$/.exec(branch)?.[1];
	return digits === undefined ? undefined : Number(digits);
}
