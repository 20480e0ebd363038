import type { JsonRecord } from '../json';
import type { Books } from './books';
import type { Observation } from './observation';
import type { PullRequest, PullRequests } from './pullRequests';
import type { Delivery } from './sandboxShapes';

/** One thing that must be true at the end, and what was seen. */
export interface Check {
	readonly what: string;
	readonly isMet: boolean;
	readonly seen: string;
}

/** Parts of the monorepo, by the service that its path filters give them to. */
export const serviceFolders = {
	'paintbox-frontend': 'apps/paintbox',
	'paintbox-api': 'services/paintbox-api',
	gateway: 'services/gateway',
	'nanda-workers': 'services/nanda-workers',
} as const;

export type ServiceName = keyof typeof serviceFolders;

/** What of the monorepo is released and answers no visitor: by its name, the file that changes it. */
export const unvisitedFiles = {
	'gateway-schema': 'services/gateway/schema.graphql',
	'paintbox-workers': 'services/paintbox-workers/change.txt',
} as const;

/** Any production service of the monorepo. */
export type ReleasedName = ServiceName | keyof typeof unvisitedFiles;

/** What a push is like. */
export interface PushedChange {
	/** Services whose files it changes; none: only the README. */
	readonly touches: readonly ServiceName[];
	/** Files beside those, by their path. */
	readonly files?: JsonRecord;
	/** Netlify's build of it fails. */
	readonly buildFails?: boolean;
	/** Targets that are ill when they run it, such as `netlify/paintbox`; `all` for every one. */
	readonly unhealthy?: readonly string[] | 'all';
	/** Instead of what the change is called by itself. */
	readonly message?: string;
	/** The new head's parent, where that is not the head: a force push. */
	readonly ontoCommit?: string;
	/** Whether GitHub delivers it; true unless told. */
	readonly isDelivered?: boolean;
}

export interface Pushed {
	readonly commit: string;
	/** GitHub's id of the delivery; empty for one that was not sent. */
	readonly deliveryId: string;
	readonly deliveries: readonly Delivery[];
	readonly payload: JsonRecord;
}

/** What the people (and attackers, and accidents) of a scenario can do. */
export interface Actor {
	push(change: PushedChange): Promise<Pushed>;
	/** GitHub moves the branch to a commit that it had before, and delivers that. */
	moveBranchTo(commit: string): Promise<Pushed>;
	/** A delivery of that payload, signed by GitHub, or by somebody who does not know the secret. */
	deliver(payload: JsonRecord, signature: 'valid' | 'wrong-secret'): Promise<Delivery>;
	redeliver(deliveryId: string): Promise<Delivery>;
	readonly pullRequests: PullRequests;
	/** A call of the sandbox's control API, below `/_sandbox`. */
	control(path: string, body: JsonRecord): Promise<JsonRecord>;
	/** Ends every fault that was asked for. */
	clearFaults(): Promise<void>;
	/** Kills n8n as the kernel does (-9) and waits until `npm start` has it running again. */
	killN8n(): Promise<void>;
	/** Stops the newest running execution whose workflow's name begins so, as a person does in the editor; false when none runs. */
	stopExecution(workflowName: string): Promise<boolean>;
	/** Puts the deployment before the live one live again, past Slipway, as `netlify rollback` does. */
	rollBackOutside(service: ServiceName): Promise<void>;
	/** Changes the production row of a service, until the scenario has ended. */
	changeRow(service: ServiceName, change: JsonRecord): Promise<void>;
	/** Fills in the trigger of a workflow that is not published, and publishes it, until the scenario has ended. */
	publishWith(workflowName: string, nodeType: string, parameters: JsonRecord): Promise<void>;
	/** Where the sandbox answers. */
	readonly sandboxOrigin: string;
	/** Opens the form that GitHub's status leads to, signed in to n8n, and approves the first thing it offers. Gives the title of its last page. */
	approve(formUrl: string, reason: string): Promise<string>;
	look(): Promise<Observation>;
	/** Waits until it is so. Raises with `what` at the scenario's deadline. */
	until(what: string, isSo: (now: Observation) => boolean): Promise<void>;
	/** Waits until no lock and no turn is held. */
	untilNothingHeld(): Promise<void>;
	/** Waits until nothing moves any more. */
	settled(): Promise<void>;
	say(text: string): void;
}

/** What was done: the commits by the names that the checks use. */
export interface Acted {
	readonly commits: Readonly<Record<string, string>>;
	/** Every answer n8n gave to this scenario's deliveries. */
	readonly deliveries: readonly Delivery[];
	/** When something was due, in milliseconds since 1970, by the names that the checks use. */
	readonly moments?: Readonly<Record<string, number>>;
	/** The pull request that it is about. */
	readonly pullRequest?: PullRequest;
	/** What could only be seen on the way. */
	readonly seenOnTheWay?: readonly Check[];
}

/** A service began to serve a commit, in the order in which that was seen. */
export interface Served {
	readonly service: string;
	readonly commit: string;
}

export interface DeliveryResult extends Acted {
	readonly before: Observation;
	readonly after: Observation;
	readonly served: readonly Served[];
	readonly books: Books;
}

export interface Scenario {
	readonly name: string;
	/** What happens and what ought to come of it, for the terminal. */
	readonly story: string;
	/** How long it may take at most, in seconds; 180 unless told. */
	readonly timeoutSeconds?: number;
	readonly play: (actor: Actor) => Promise<Acted>;
	readonly checks: (result: DeliveryResult) => Check[];
}

/** The commit that a scenario calls so. Raises for a name that it did not give. */
export function commitOf({ commits }: Acted, name: string): string {
	const commit = commits[name];
	if (commit === undefined) throw new Error(`The scenario has no commit called "${name}".`);
	return commit;
}
