/** A pull request, by what names its turn and everything that is made for it. */
export interface PullRequestName {
	/** `owner/name`. */
	readonly repository: string;
	/** GitHub's number of the repository, which a rename leaves as it is; empty where it is not known. */
	readonly repositoryId: string;
	readonly number: number;
}

/** What GitHub's names are compared by: they know no case. */
function comparable(repository: string): string {
	return repository.toLowerCase();
}

/** What only one run works on at a time: `candlefish-ai/paintbox#12`. */
export function previewTurnName({ repository, number }: Pick<PullRequestName, 'repository' | 'number'>): string {
	return `${comparable(repository)}#${number}`;
}

/** A turn's name as the pull request's repository and number; null for the turn of a branch, whose name has an `@`. */
export function pullRequestOfTurn(turnName: string): Pick<PullRequestName, 'repository' | 'number'> | null {
	const [, repository = '', number = ''] = /^([^/@#\s]+\/[^/@#\s]+)#([1-9]\d{0,9})$/.exec(turnName) ?? [];
	return repository === '' ? null : { repository, number: Number(number) };
}

/** The key of a part's row: `candlefish-ai/paintbox#12/app/paintbox-api`. */
export function previewKey(
	name: Pick<PullRequestName, 'repository' | 'number'>,
	part: string,
	service: string,
): string {
	return `${previewTurnName(name)}/${part}/${service}`;
}

const hashLength = 4;
const digits = 36;

/**
 * Four digits that tell apart what is made for services and repositories with the same name, in an organization or
 * project that several share. By the repository's number where it is known, so that a rename changes no name.
 */
export function previewHash({ repository, repositoryId, number }: PullRequestName, service: string): string {
	const name = `${repositoryId === '' ? comparable(repository) : repositoryId}#${number}/${service}`;
	return (hashOf(name) % digits ** hashLength).toString(digits).padStart(hashLength, '0');
}

/** FNV-1a of 32 bits, mixed as MurmurHash3 ends, so that names which differ in one digit differ in all of the hash. */
function hashOf(text: string): number {
	let hash = 0x811c9dc5;
	for (const byte of Buffer.from(text)) hash = Math.imul(hash ^ byte, 0x01000193);
	hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
	hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
	return (hash ^ (hash >>> 16)) >>> 0;
}

/** Fly.io: small letters, digits and dashes, at most 63 of them, since the name is part of an address. */
const maxAppName = 63;

/** The app at Fly.io: `paintbox-api-pr-12-k3f9`. What is too long is the service's part. */
export function previewAppName(pullRequest: PullRequestName, service: string): string {
	const ending = `-pr-${pullRequest.number}-${previewHash(pullRequest, service)}`;
	const start = service
		.toLowerCase()
		.replace(/[^a-z0-9]+/g, '-')
		.replace(/^-+/, '')
		.slice(0, maxAppName - ending.length)
		.replace(/-+$/, '');
	return `${start === '' ? 'preview' : start}${ending}`;
}

/** The branch of the database at Neon: `preview/pr-12-k3f9`. */
export function previewBranchName(pullRequest: PullRequestName, service: string): string {
	return `preview/pr-${pullRequest.number}-${previewHash(pullRequest, service)}`;
}

/** The context at Netlify: that of the pull request's head branch. */
export function previewContext(headBranch: string): string {
	return `branch:${headBranch}`;
}

/** The environment of the deployment at GitHub. */
export function previewDeploymentEnvironment({ number }: Pick<PullRequestName, 'number'>): string {
	return `preview/pr-${number}`;
}

/** The pull request's number in the name of an app or a database branch; null for what is no preview's. */
export function numberInPreviewName(name: string): number | null {
	const [, number] = /(?:^|[-/])pr-([1-9]\d{0,9})-[0-9a-z]{4}$/.exec(name) ?? [];
	return number === undefined ? null : Number(number);
}
