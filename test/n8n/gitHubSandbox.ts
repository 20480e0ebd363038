import { SlipwayGitHubApi } from '../../credentials/SlipwayGitHubApi.credentials';
import type { SandboxClock } from '../../sandbox/kernel/clock';
import type { Sandbox } from '../../sandbox/kernel/sandbox';
import { startSandbox } from '../../sandbox/kernel/sandbox';
import { createGitHubPlatform } from '../../sandbox/github/index';
import { type ContractRecorder, createContractRecorder } from '../contract/contractRecorder';
import type { TestCredential } from './nodeHarness';

export const token = 'sandbox-github-token';
export const webhookSecret = 'a-sandbox-webhook-secret';

export interface GitHubSandbox {
	readonly sandbox: Sandbox;
	readonly recorder: ContractRecorder;
	/** What the contract does not allow, but for the paths that its stored part leaves out. */
	violations(): string[];
	credential(data?: Readonly<Record<string, string>>): TestCredential;
	/** A control request: `POST /_sandbox/github/<name>`. */
	control(name: string, body: unknown): Promise<Record<string, unknown>>;
	/** A request as a person would make it, past the node under test. */
	api(method: string, path: string, body?: unknown): Promise<unknown>;
}

/** The stored contract holds no organization's hooks and no list of the user's repositories. */
const uncovered = /^github: \w+ \/(?:orgs\/[^/]+\/hooks|user\/repos)\S* -> 2\d\d: path no path of the contract fits$/;

/** GitHub alone, with the contract watching. The caller closes `sandbox`. */
export async function startGitHubSandbox(clock: SandboxClock): Promise<GitHubSandbox> {
	const sandbox = await startSandbox({ clock, platforms: [createGitHubPlatform] });
	const recorder = createContractRecorder(sandbox);
	const send = async (method: string, url: string, body?: unknown) => {
		const response = await fetch(url, {
			method,
			headers: { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json' },
			...(body === undefined ? {} : { body: JSON.stringify(body) }),
		});
		const text = await response.text();
		if (!response.ok) throw new Error(`${method} ${url}: ${response.status} ${text}`);
		return text === '' ? undefined : (JSON.parse(text) as unknown);
	};
	return {
		sandbox,
		recorder,
		violations: () => recorder.violations().filter((violation) => !uncovered.test(violation)),
		credential: (data = {}) => ({
			type: new SlipwayGitHubApi(),
			data: {
				accessToken: token,
				webhookSecret,
				previousWebhookSecrets: '',
				baseUrl: `${sandbox.origin}/github`,
				...data,
			},
		}),
		control: async (name, body) =>
			(await send('POST', `${sandbox.origin}/_sandbox/github/${name}`, body)) as Record<string, unknown>,
		api: async (method, path, body) => await send(method, `${sandbox.origin}/github${path}`, body),
	};
}
