import type { IncomingHttpHeaders } from 'node:http';

import type { BuildStore } from './builds';
import type { SandboxClock } from './clock';

/** One request as a platform's route sees it. */
export interface SandboxRequest {
	readonly method: string;
	/** Path below the platform's mount point, still encoded: `/api/v1/sites/a%2Fb`. */
	readonly path: string;
	readonly query: URLSearchParams;
	readonly headers: IncomingHttpHeaders;
	/** The body's bytes; empty when there was none. */
	readonly body: Buffer;
	/** Decoded path parameters of the matched route. */
	readonly params: Readonly<Record<string, string>>;
	/** `http://127.0.0.1:4010/<platform>`: what the platform's own links must start with. */
	readonly baseUrl: string;
	/** `http://127.0.0.1:4010`. */
	readonly origin: string;
	/** Parsed JSON body; throws `SandboxHttpError` 400 when it does not parse. */
	json(): unknown;
}

/** What a route answers. A plain object or array body is sent as JSON, a Buffer or string as it is. */
export interface SandboxResponse {
	readonly status: number;
	readonly headers?: Readonly<Record<string, string>>;
	readonly body?: unknown;
}

/** Throw one from a route to answer with that status and body. */
export class SandboxHttpError extends Error {
	constructor(
		readonly status: number,
		readonly body: unknown,
		readonly headers: Readonly<Record<string, string>> = {},
	) {
		super(`HTTP ${status}`);
	}
}

export type SandboxHandler = (request: SandboxRequest) => SandboxResponse | Promise<SandboxResponse>;

/** `pattern` is relative to the platform's mount, with `:name` for one segment and a trailing `*rest` for the remainder. */
export interface SandboxRoute {
	readonly method: string;
	readonly pattern: string;
	readonly handle: SandboxHandler;
}

/** What the sandbox hands to each platform when it is made. */
export interface SandboxServices {
	readonly clock: SandboxClock;
	/** Commits, branches and files that the GitHub and the build platforms share. */
	readonly repositories: RepositoryStore;
	/** What GitHub Actions built of them: what the registries have. */
	readonly builds: BuildStore;
	/** Ids that look like the vendor's own; deterministic for one seed. */
	readonly ids: IdSource;
	/** `http://127.0.0.1:4010`, known once the server listens. */
	origin(): string;
}

/** One simulated platform. Mounted at `/<name>`. */
export interface SandboxPlatform {
	readonly name: string;
	readonly routes: readonly SandboxRoute[];
	/** Everything the platform holds, as JSON, without secrets; part of `GET /_sandbox/state`. */
	state(): unknown;
	/** The same, asked of a server first: where `state` cannot know at once. `GET /_sandbox/state` prefers it. */
	currentState?(): Promise<unknown>;
	/** Back to the seed data. */
	reset(): void | Promise<void>;
	/** Control routes, mounted at `/_sandbox/<name>`: what a test or the demo may do behind the API's back. */
	readonly controlRoutes?: readonly SandboxRoute[];
	/** Public web addresses it serves (deployed sites), mounted at the root. */
	readonly publicRoutes?: readonly SandboxRoute[];
	/** The vendor's own answer to a path that has no route; without it a plain JSON 404. */
	notFound?(request: SandboxRequest): SandboxResponse;
	/** Tokens and keys of this platform's seed world: redacted wherever they appear in the request log. */
	readonly secrets?: readonly string[];
	/** Its part of the sandbox's page: a script that calls `platformPage` (`readPagePart`). Without one its state is shown as JSON. */
	readonly page?: string;
	/** Names of JSON fields whose values the request log masks, besides the usual ones (`token`, `password`, ...). */
	readonly secretFields?: readonly string[];
	close?(): Promise<void>;
}

/** Makes one platform; called once, when the server already listens (`services.origin()` works). */
export type SandboxPlatformFactory = (services: SandboxServices) => SandboxPlatform | Promise<SandboxPlatform>;

export interface IdSource {
	/** `length` lower-case hexadecimal digits. */
	hex(length: number): string;
	/** A positive integer, growing. */
	integer(): number;
	uuid(): string;
}

export interface RepositoryCommit {
	readonly sha: string;
	readonly parents: readonly string[];
	readonly message: string;
	readonly author: string;
	/** Sandbox milliseconds. */
	readonly committedAtMs: number;
	/** The whole tree: path -> text. */
	readonly files: Readonly<Record<string, string>>;
}

export interface ComparedFile {
	readonly filename: string;
	readonly status: 'added' | 'modified' | 'removed';
}

export interface CommitComparison {
	readonly status: 'identical' | 'ahead' | 'behind' | 'diverged';
	readonly aheadBy: number;
	readonly behindBy: number;
	readonly mergeBase: string;
	/** Commits in head that are not in base, oldest first. */
	readonly commits: readonly RepositoryCommit[];
	/** Files that differ between the merge base and head. */
	readonly files: readonly ComparedFile[];
}

/**
 * The git side of the simulated world. A commit's *files* decide how it behaves, as in real life:
 * a tree with `.sandbox/build-fails` (its text is the build's error) fails to build, one with
 * `.sandbox/unhealthy` builds, but what is deployed of it answers 503 on every path but `/version.json`
 * (only at the targets it names, see builtImage.ts).
 */
export interface RepositoryStore {
	/** `owner/name` of each repository, as it is called now. */
	list(): readonly string[];
	has(repository: string): boolean;
	create(repository: string, files: Readonly<Record<string, string>>): RepositoryCommit;
	branches(repository: string): readonly string[];
	/** The commit a branch, tag or sha (full, or unique prefix of 7 or more) names. */
	resolve(repository: string, reference: string): RepositoryCommit | undefined;
	/** Adds a commit on top of the branch (made from the default branch when new). A `null` text removes the file. */
	commit(
		repository: string,
		branch: string,
		change: {
			readonly files: Readonly<Record<string, string | null>>;
			readonly message: string;
			readonly author?: string;
			/** Replace the branch's head by a commit on this parent instead: a forced push. */
			readonly ontoSha?: string;
		},
	): RepositoryCommit;
	/** Makes a branch at a commit, or moves it there, whatever it pointed to. */
	moveBranch(repository: string, branch: string, sha: string): void;
	deleteBranch(repository: string, branch: string): boolean;
	/** Makes a tag, or moves it. */
	tag(repository: string, name: string, sha: string): void;
	deleteTag(repository: string, name: string): boolean;
	/** The former name goes on naming it, until another repository takes that name. */
	rename(repository: string, name: string): void;
	compare(repository: string, base: string, head: string): CommitComparison | undefined;
	readonly defaultBranch: string;
	reset(): void;
}
