import { SlipwayGitHubApi } from '../../../credentials/SlipwayGitHubApi.credentials';
import { createGitHubPlatform } from '../../../sandbox/github/index';
import type { SandboxClock } from '../../../sandbox/kernel/clock';
import { type Sandbox, startSandbox } from '../../../sandbox/kernel/sandbox';
import { type ContractRecorder, createContractRecorder } from '../../contract/contractRecorder';
import type { TestCredential } from '../../n8n/nodeHarness';
import { useManualClock } from '../../n8n/sandboxClock';

export const token = 'sandbox-github-token';
export const webhookSecret = 'a-sandbox-webhook-secret';

/** GitHub in the sandbox, with the contract watching: for a test of a node that speaks to it. */
export interface GitHubDriver {
	readonly sandbox: Sandbox;
	credential(data?: Readonly<Record<string, string>>): TestCredential;
	/** A control request: `POST /_sandbox/github/<name>`. */
	control(name: string, body: unknown): Promise<Record<string, unknown>>;
	/** A request as a person would make it, past the node under test. */
	api(method: string, path: string, body?: unknown): Promise<unknown>;
	/** Lets time pass. */
	advance(durationMs: number): void;
}

/**
 * The stored contract holds no organization, no list of the user's repositories and no alerts: those are typed by
 * GitHub's own `@octokit/openapi-types` in the sandbox, and asked for by its own client in the tests.
 */
const uncovered =
	/^github: \w+ \/(?:orgs\/[^/]+(?:\/hooks)?|user\/repos|repos\/[^/]+\/[^/]+\/[\w-]+\/alerts)(?:[/?]\S*)? -> (?:2\d\d|40[34]|5\d\d): path no path of the contract fits$/;

/**
 * GitHub for one test file, fresh for each test. At the end nothing may have been asked or answered that the
 * contract does not allow, and `checked` requests must have been held against it.
 */
export function useGitHub({ checked = 0 }: { readonly checked?: number } = {}): GitHubDriver {
	const clock = useManualClock();
	let started: { readonly sandbox: Sandbox; readonly recorder: ContractRecorder } | undefined;
	const running = () => {
		if (started) return started;
		throw new Error('GitHub is started before the first test');
	};
	beforeAll(async () => {
		started = await start(clock);
	});
	beforeEach(async () => await running().sandbox.reset());
	afterAll(async () => {
		await running().sandbox.close();
		expect(violationsOf(running().recorder)).toEqual([]);
		expect(running().recorder.checked('github')).toBeGreaterThanOrEqual(checked);
	});
	const origin = () => running().sandbox.origin;
	return {
		get sandbox() {
			return running().sandbox;
		},
		credential: (data = {}) => ({
			type: new SlipwayGitHubApi(),
			data: {
				accessToken: token,
				webhookSecret,
				previousWebhookSecrets: '',
				baseUrl: `${origin()}/github`,
				...data,
			},
		}),
		control: async (name, body) =>
			(await send('POST', `${origin()}/_sandbox/github/${name}`, body)) as Record<string, unknown>,
		api: async (method, path, body) => await send(method, `${origin()}/github${path}`, body),
		advance: (durationMs) => clock.advance(durationMs),
	};
}

async function start(clock: SandboxClock) {
	const sandbox = await startSandbox({ clock, platforms: [createGitHubPlatform] });
	return { sandbox, recorder: createContractRecorder(sandbox) };
}

/** What the contract does not allow, but for the paths that its stored part leaves out. */
function violationsOf(recorder: ContractRecorder): string[] {
	return recorder.violations().filter((violation) => !uncovered.test(violation));
}

async function send(method: string, url: string, body?: unknown): Promise<unknown> {
	const response = await fetch(url, {
		method,
		headers: { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json' },
		...(body === undefined ? {} : { body: JSON.stringify(body) }),
	});
	const text = await response.text();
	if (!response.ok) throw new Error(`${method} ${url}: ${response.status} ${text}`);
	return text === '' ? undefined : (JSON.parse(text) as unknown);
}
