import type { SandboxExchange } from '../../sandbox/kernel/exchange';
import { createAwsValidator } from './awsContract';
import { platformAllowances } from './contractAllowances';
import { loadContract } from './contractDocument';
import { loadGrafanaContract } from './grafanaContract';
import { createContractValidator } from './contractValidator';
import type { ContractValidator } from './contractValidator';

export interface ContractRecorder {
	/** What the contracts do not allow, each once, in the order it was first seen. */
	violations(): string[];
	/** How many exchanges were seen, and checked unless the platform is in `skipped`; 0 means a test proved nothing. */
	checked(platform?: string): number;
	/** Why a platform was not checked: its contract is not on this machine. */
	readonly skipped: Readonly<Record<string, string>>;
	stop(): void;
}

const validators = new Map<string, ContractValidator | { readonly missing: string }>();

function createOpenApiValidator(platform: string): ContractValidator | { readonly missing: string } {
	const contract = platform === 'grafana' ? loadGrafanaContract() : loadContract(platform);
	return 'document' in contract ? createContractValidator(contract.document, platformAllowances[platform]) : contract;
}

function validatorOf(platform: string): ContractValidator | { readonly missing: string } {
	let validator = validators.get(platform);
	if (!validator) {
		validator = platform === 'aws' ? createAwsValidator() : createOpenApiValidator(platform);
		validators.set(platform, validator);
	}
	return validator;
}

/**
 * Checks every exchange of a running sandbox against the vendors' contracts, from now on.
 * In a test: `afterAll(() => expect(recorder.violations()).toEqual([]))`.
 */
export function createContractRecorder(sandbox: {
	onExchange(listener: (exchange: SandboxExchange) => void): () => void;
}): ContractRecorder {
	const found = new Set<string>();
	const counts = new Map<string, number>();
	const skipped: Record<string, string> = {};
	const stop = sandbox.onExchange((exchange) => {
		const { platform } = exchange;
		if (platform === 'public') return;
		counts.set(platform, (counts.get(platform) ?? 0) + 1);
		const validator = validatorOf(platform);
		if ('missing' in validator) {
			// missingReporter.mjs says it, once for a whole run.
			skipped[platform] = validator.missing;
			return;
		}
		for (const violation of validator.validateExchange(exchange)) found.add(`${platform}: ${violation}`);
	});
	return {
		violations: () => [...found],
		checked: (platform) =>
			platform === undefined
				? [...counts.values()].reduce((sum, count) => sum + count, 0)
				: (counts.get(platform) ?? 0),
		skipped,
		stop,
	};
}
