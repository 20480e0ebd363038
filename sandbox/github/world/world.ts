import { generateKeyPairSync } from 'node:crypto';

import type { SandboxServices } from '../../kernel/platform';
import type { DeliveryRecord, HookRecord, RepositoryRecord, SecretKey } from '../model';

export interface GitHubWorld {
	/** The record of a repository that exists in the store; its name's case does not matter. */
	repository(fullName: string): RepositoryRecord | undefined;
	/** The repository that had this name before it was renamed, unless another has it now. */
	renamedRepository(formerName: string): RepositoryRecord | undefined;
	/** Gives a repository another `owner/name`; its hooks stay its own. */
	rename(record: RepositoryRecord, fullName: string): void;
	repositories(): RepositoryRecord[];
	/** Logins, in lower case, of organizations whose members need no second factor. */
	readonly withoutTwoFactor: Set<string>;
	readonly hooks: HookRecord[];
	/** Oldest first. */
	readonly deliveries: DeliveryRecord[];
	secretKeyOf(repository: RepositoryRecord): SecretKey;
	reset(): void;
}

/** What GitHub knows beyond git; a repository's record is made when it is first asked for. */
export function createGitHubWorld(services: SandboxServices): GitHubWorld {
	const records = new Map<string, RepositoryRecord>();
	const formerNames = new Map<string, RepositoryRecord>();
	const hooks: HookRecord[] = [];
	const deliveries: DeliveryRecord[] = [];
	const withoutTwoFactor = new Set<string>();

	function repository(fullName: string): RepositoryRecord | undefined {
		const wanted = fullName.toLowerCase();
		const stored = services.repositories.list().find((name) => name.toLowerCase() === wanted);
		if (!stored) return undefined;
		const known = records.get(stored);
		if (known) return known;
		const record = createRecord(stored, services);
		records.set(stored, record);
		return record;
	}

	return {
		repository,
		renamedRepository: (formerName) => (repository(formerName) ? undefined : formerNames.get(formerName.toLowerCase())),
		rename(record, fullName) {
			services.repositories.rename(record.fullName, fullName);
			formerNames.set(record.fullName.toLowerCase(), record);
			records.delete(record.fullName);
			records.set(fullName, record);
			for (const hook of hooks) {
				if (hook.kind === 'repository' && hook.owner === record.fullName) hook.owner = fullName;
			}
			Object.assign(record, namesOf(fullName));
		},
		repositories: () =>
			services.repositories
				.list()
				.map(repository)
				.filter((record): record is RepositoryRecord => record !== undefined),
		withoutTwoFactor,
		hooks,
		deliveries,
		secretKeyOf(record) {
			record.secretKey ??= createSecretKey(services);
			return record.secretKey;
		},
		reset() {
			for (const record of records.values()) {
				for (const run of record.workflowRuns) run.stop();
			}
			records.clear();
			formerNames.clear();
			withoutTwoFactor.clear();
			hooks.length = 0;
			deliveries.length = 0;
		},
	};
}

function createRecord(fullName: string, services: SandboxServices): RepositoryRecord {
	const head = services.repositories.resolve(fullName, services.repositories.defaultBranch);
	const createdAtMs = head?.committedAtMs ?? services.clock.now();
	return {
		id: services.ids.integer(),
		...namesOf(fullName),
		createdAtMs,
		pushedAtMs: createdAtMs,
		nextNumber: 1,
		nextRunNumber: 1,
		tags: new Map(),
		deployments: [],
		commitStatuses: [],
		checkRuns: [],
		pullRequests: [],
		comments: [],
		releases: [],
		workflows: [],
		workflowRuns: [],
		environments: new Map(),
		secrets: new Map(),
		environmentSecrets: new Map(),
		secretKey: undefined,
		security: {
			isProtected: false,
			dependabot: { access: 'on', alerts: [] },
			codeScanning: { access: 'on', alerts: [] },
			secretScanning: { access: 'on', alerts: [] },
		},
	};
}

function namesOf(fullName: string): Pick<RepositoryRecord, 'fullName' | 'owner' | 'name'> {
	const [owner = '', name = ''] = fullName.split('/');
	return { fullName, owner, name };
}

function createSecretKey(services: SandboxServices): SecretKey {
	const { publicKey, privateKey } = generateKeyPairSync('x25519');
	const coordinate = publicKey.export({ format: 'jwk' }).x ?? '';
	return {
		keyId: String(services.ids.integer()),
		publicKey: Buffer.from(coordinate, 'base64url').toString('base64'),
		privateKey,
	};
}
