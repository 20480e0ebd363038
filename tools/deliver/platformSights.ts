import { type JsonRecord, readPath, readRecords, readString } from '../json';
import type { ServiceState } from './observation';
import type { SiteDeploy } from './sandboxShapes';

type StateOf = (platform: string, what: string) => Promise<JsonRecord[]>;

/** What a platform tells of one service's deployments. */
interface Told {
	readonly count: number;
	readonly deployments: ServiceState['deployments'];
}

/** What is live of something that answers no visitor. */
interface Unvisited {
	readonly commit: string;
	readonly deploymentId: string;
	readonly deploymentCount: number;
}

/** By platform, what it tells of a target that visitors find. */
export function toldBy(
	stateOf: StateOf,
	deploysOfSite: (site: string) => Promise<SiteDeploy[]>,
): Readonly<Record<string, (target: string) => Promise<Told>>> {
	return {
		async netlify(target) {
			const made = await deploysOfSite(target);
			return { count: made.length, deployments: made };
		},
		async fly(target) {
			const app = (await stateOf('fly', 'apps')).find(({ name }) => name === target);
			return { count: app ? readRecords(app, 'releases').length : 0, deployments: [] };
		},
		async ecs(target) {
			const service = (await stateOf('aws', 'services')).find(
				({ cluster, name }) => `${String(cluster)}/${String(name)}` === target,
			);
			return { count: service ? readRecords(service, 'service_deployments').length : 0, deployments: [] };
		},
	};
}

/** By platform, what is live of a target that answers no visitor, by what it gives to those who use it. */
export function unvisitedOn(stateOf: StateOf): Readonly<Record<string, (target: string) => Promise<Unvisited>>> {
	return {
		/** `graph@variant/subgraph`: the schema that routers are served. */
		async graphos(target) {
			const [reference, name] = target.split('/');
			const variant = (await stateOf('apollo', 'variants')).find(({ ref }) => ref === reference) ?? {};
			const live = readRecords(variant, 'live').find(({ subgraph }) => subgraph === name) ?? {};
			return {
				commit: readString(live, 'revision') ?? '',
				deploymentId: readString(variant, 'liveLaunch') ?? '',
				deploymentCount: readRecords(variant, 'launches').length,
			};
		},
		/** `namespace/deployment`: the version that takes all new workflows, if a worker of it is there to run them. */
		async temporal(target) {
			const [namespaceName, deploymentName] = target.split('/');
			const namespace = (await stateOf('temporal', 'namespaces')).find(({ name }) => name === namespaceName) ?? {};
			const deployment = readRecords(namespace, 'deployments').find(({ name }) => name === deploymentName) ?? {};
			const versions = readRecords(deployment, 'versions');
			const current = readString(deployment, 'current') ?? '';
			const isRun = versions.some(({ buildId, workers }) => buildId === current && Number(workers) > 0);
			const takesAll = isRun && readPath(deployment, 'ramp') === null;
			return {
				commit: takesAll ? current : '',
				deploymentId: takesAll ? current : '',
				deploymentCount: versions.length,
			};
		},
	};
}

/** A deploy of Netlify's. */
export function toSiteDeploy(deploy: JsonRecord): SiteDeploy {
	return {
		id: readString(deploy, 'id') ?? '',
		state: readString(deploy, 'state') ?? '',
		commit: readString(deploy, 'commit_ref') ?? '',
		publishedAt: readString(deploy, 'published_at'),
		errorMessage: readString(deploy, 'error_message'),
		createdAt: readString(deploy, 'created_at') ?? '',
	};
}
