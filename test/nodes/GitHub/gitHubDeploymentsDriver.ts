import { LoadOptionsContext } from 'n8n-core';
import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { GitHubDeployments } from '../../../nodes/GitHub/GitHubDeployments.node';
import { prepareNode, runNodeForJson } from '../../n8n/nodeHarness';
import { type GitHubDriver, token, useGitHub } from './gitHubDriver';

export const repositoryName = 'candlefish-ai/paintbox';
export const repository = { __rl: true, mode: 'name', value: repositoryName };

/** The node run against GitHub in the sandbox. */
export interface GitHubDeploymentsDriver {
	readonly github: GitHubDriver;
	run(parameters: INodeParameters, credential?: Readonly<Record<string, string>>): Promise<IDataObject[]>;
	/** The only item of a run. */
	runOne(parameters: INodeParameters): Promise<IDataObject>;
	/** The error of a run that must fail; holds no token. */
	failure(
		parameters: INodeParameters,
		credential?: Readonly<Record<string, string>>,
	): Promise<{ readonly message: string; readonly description: string }>;
	search(method: string, filter: string, parameters?: INodeParameters): Promise<IDataObject[]>;
	/** Commits to a branch of the repository, without a delivery; the new head. */
	push(change?: IDataObject): Promise<string>;
	writes(): string[];
}

/** The node and GitHub for one test file, fresh for each test. */
export function useGitHubDeployments(): GitHubDeploymentsDriver {
	const github = useGitHub({ checked: 1 });
	const node = new GitHubDeployments();
	const run: GitHubDeploymentsDriver['run'] = async (parameters, credential) =>
		await runNodeForJson({
			node,
			parameters: { repository, ...parameters },
			credentials: [github.credential(credential)],
		});
	return {
		github,
		run,
		async runOne(parameters) {
			const [first, ...others] = await run(parameters);
			expect(others).toEqual([]);
			return first ?? {};
		},
		async failure(parameters, credential) {
			const error: unknown = await run(parameters, credential).then(
				(items) => new Error(`It did not fail: ${JSON.stringify(items)}`),
				(thrown: unknown) => thrown,
			);
			const { message, description = '' } = error as Error & { description?: string };
			expect(`${message} ${description}`).not.toContain(token);
			expect(message).not.toContain('It did not fail');
			return { message, description };
		},
		async search(method, filter, parameters = {}) {
			// Resource as well, by which the node knows whether it needs a credential.
			const currentNodeParameters = { resource: 'commit', repository, ...parameters };
			const prepared = prepareNode({
				node,
				parameters: currentNodeParameters,
				credentials: [github.credential()],
			});
			// The editor sends the parameters as they are on the screen, saved or not.
			const additionalData = { ...prepared.additionalData, currentNodeParameters };
			const context = new LoadOptionsContext(prepared.workflow, prepared.node, additionalData, '/');
			const pick = Object.entries(node.methods.listSearch).find(([name]) => name === method)?.[1];
			if (!pick) throw new Error(`No list search ${method}`);
			const { results } = await pick.call(context, filter);
			return results.map((result) => ({ ...result }));
		},
		async push(change = {}) {
			const { sha } = await github.control('push', { repository: repositoryName, deliver: false, ...change });
			return String(sha);
		},
		writes: () =>
			github.sandbox
				.requests({ platform: 'github' })
				.filter(({ method }) => method !== 'GET')
				.map(({ method, path }) => `${method} ${path}`),
	};
}
