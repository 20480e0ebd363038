import { isTrueAt, numberAt, textAt, textsAt, valueAt } from '../values/jsonFields';
import { type LedgerState, ledgerStateOf } from './ledgerState';

/** `look`: nothing was changed; what is live was judged or noted. */
export type DeploymentKind = (typeof kinds)[number];

const kinds = ['deploy', 'rollback', 'look'] as const;

export function deploymentKindOf(text: unknown): DeploymentKind | null {
	return kinds.find((kind) => kind === text) ?? null;
}

/**
 * One change of one service, from the moment it is planned until its row is in the ledger. It travels
 * through the workflows as one item, whose other fields are what the steps saw. Empty where not known.
 */
export interface DeploymentRecord {
	readonly kind: DeploymentKind;
	readonly releaseId: string;
	readonly service: string;
	readonly environment: string;
	readonly platform: string;
	/** The site, app or service, as its platform names it. */
	readonly target: string;
	/** `owner/name`. */
	readonly repository: string;
	readonly branch: string;
	/** What is deployed; of a roll back, what it went back to. */
	readonly commit: string;
	/** First line of the commit's message. */
	readonly message: string;
	/** Who wanted it. */
	readonly actor: string;
	/** An address, or a path below the service's own. */
	readonly healthUrl: string;
	readonly versionUrl: string;
	/** What a metric has to be after it; empty for nothing. */
	readonly gateQuery: string;
	/** ISO 8601, UTC. */
	readonly startedAt: string;

	readonly state: LedgerState;
	/** Why it is in that state; of a roll back that went well, why it was wanted. */
	readonly reason: string;
	/** Whether what is live was seen to be it, and to be healthy. */
	readonly verified: boolean;
	/** Whether the platform was seen to serve it, healthy or not. */
	readonly served: boolean;
	/** The platform's id of it. */
	readonly deploymentId: string;
	/** Where the service answers. */
	readonly url: string;
	/** What was live before it. */
	readonly previousId: string;
	readonly previousCommit: string;
	readonly gitHubDeploymentId: string;

	/** A roll back that belongs to a deployment, which tells of both. */
	readonly isPart: boolean;
	/** The platform's ids of the deployments that the ledger calls verified, newest first. */
	readonly verifiedDeployments: readonly string[];
	/** The deployment before it, when nobody saw how that one ended: to be looked at first. */
	readonly unseenDeployment: string;
	/** Of a roll back: what must be live for it to change anything; empty for whatever is. */
	readonly badDeploymentId: string;
	/** Of a roll back: what a person chose to go back to; empty for the last verified one. */
	readonly toDeploymentId: string;
	/** The owner of a lock that is lent to it. */
	readonly lockOwner: string;

	/** Why it was begun: a `DecisionWord`; empty for a roll back, and for what no release decided. */
	readonly decision: string;
	/** Netlify's: production, or a branch's; empty on other platforms. */
	readonly context: string;
	/** What is deployed: an image; empty where the platform builds. */
	readonly artifact: string;
	/** The head when it was decided. */
	readonly headCommit: string;
	/** What it left live, as seen at its end; empty where nobody saw. */
	readonly liveId: string;
	readonly liveArtifact: string;
	readonly liveCommit: string;
	/** The service whose failure caused this roll back, as `service/environment`. */
	readonly because: string;
	/** The version of its AWS secret that the platform had then; empty where none was brought. */
	readonly secretVersion: string;
	/** What its page is keyed by, when not by service and environment; empty otherwise. */
	readonly pageKey: string;
	/** Its row in the ledger; 0 when it has none yet. */
	readonly rowId: number;
	/** Whether what is bad may be rolled back. */
	readonly mayRollBack: boolean;
	/** Whether the next run follows it, should it still be under way at the end of this one. */
	readonly isFollowed: boolean;
}

/** The fields that are text, each written once: a record is read and emptied by this list. */
const textNames = [
	'releaseId',
	'service',
	'environment',
	'platform',
	'target',
	'repository',
	'branch',
	'commit',
	'message',
	'actor',
	'healthUrl',
	'versionUrl',
	'gateQuery',
	'startedAt',
	'reason',
	'deploymentId',
	'url',
	'previousId',
	'previousCommit',
	'gitHubDeploymentId',
	'unseenDeployment',
	'badDeploymentId',
	'toDeploymentId',
	'lockOwner',
	'decision',
	'context',
	'artifact',
	'headCommit',
	'liveId',
	'liveArtifact',
	'liveCommit',
	'because',
	'secretVersion',
	'pageKey',
] as const;

type Texts = Record<(typeof textNames)[number], string>;

function textsIn(item: unknown): Texts {
	return Object.fromEntries(textNames.map((name) => [name, stringAt(item, name)])) as Texts;
}

/** Who wanted it, where nobody did: a roll back of what turned out bad. */
export const ownActor = 'Slipway';

/** A record of which nothing is known but its kind. */
export const emptyRecord: Omit<DeploymentRecord, 'kind'> = {
	...textsIn({}),
	state: 'running',
	verified: false,
	served: false,
	isPart: false,
	verifiedDeployments: [],
	rowId: 0,
	mayRollBack: true,
	isFollowed: false,
};

/** The record that an item carries; null when it carries none. */
export function readRecord(item: unknown): DeploymentRecord | null {
	const kind = deploymentKindOf(textAt(item, 'kind'));
	if (kind === null || textAt(item, 'service') === null) return null;
	return {
		...textsIn(item),
		kind,
		state: ledgerStateOf(textAt(item, 'state')),
		verified: isTrueAt(item, 'verified'),
		served: isTrueAt(item, 'served'),
		isPart: isTrueAt(item, 'isPart'),
		verifiedDeployments: textsAt(item, 'verifiedDeployments'),
		rowId: numberAt(item, 'rowId') ?? 0,
		mayRollBack: valueAt(item, 'mayRollBack') !== false,
		isFollowed: isTrueAt(item, 'isFollowed'),
	};
}

/** A string, or a number as one; empty for anything else. */
export function stringAt(value: unknown, ...names: string[]): string {
	return textAt(value, ...names) ?? numberAt(value, ...names)?.toString() ?? '';
}
