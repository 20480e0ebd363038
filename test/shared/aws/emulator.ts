import { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs';
import { ECSClient } from '@aws-sdk/client-ecs';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import type { IDataObject, INodeParameters, INodeType } from 'n8n-workflow';
import { NodeApiError, NodeOperationError } from 'n8n-workflow';
import { randomUUID } from 'node:crypto';

import { SlipwayAwsApi } from '../../../credentials/SlipwayAwsApi.credentials';
import { runListSearch, runNode, type TestCredential } from '../../n8n/nodeHarness';

/** Where an AWS emulator that is none of ours listens; CONTRIBUTING.md says how to start one. */
export const emulatorUrl = process.env.SLIPWAY_AWS_EMULATOR_URL ?? '';

const accessKeyId = 'AKIAEMULATOR0000000';
const secretAccessKey = 'emulator-aws-secret-access-key';

/** `describe` where an emulator is at hand; else it is skipped, and the run says so at its end. */
export function describeOnEmulator(name: string, body: () => void): void {
	if (emulatorUrl !== '') {
		describe(name, body);
		return;
	}
	describe.skip(name, body);
	it('is not run here: there is no emulator', () => expect(emulatorUrl).toBe(''));
}

/** A name that no other run of a test has used: the emulator may live longer than one. */
export function newName(prefix: string): string {
	return `${prefix}-${randomUUID().slice(0, 8)}`;
}

export function named(value: string): INodeParameters {
	return { __rl: true, mode: 'name', value };
}

/** One region of the emulator: the vendor's own clients for it, and nodes that run against it. */
export class Emulator {
	readonly ecs: ECSClient;

	readonly secrets: SecretsManagerClient;

	readonly logs: CloudWatchLogsClient;

	constructor(private readonly region: string) {
		const { settings } = this;
		this.ecs = new ECSClient(settings);
		this.secrets = new SecretsManagerClient(settings);
		this.logs = new CloudWatchLogsClient(settings);
	}

	/** For a client of the vendor's. */
	get settings() {
		const { region } = this;
		return { region, endpoint: emulatorUrl, credentials: { accessKeyId, secretAccessKey }, maxAttempts: 1 };
	}

	get credential(): TestCredential {
		return {
			type: new SlipwayAwsApi(),
			data: { region: this.region, accessKeyId, secretAccessKey, baseUrl: emulatorUrl },
		};
	}

	async items(node: INodeType, parameters: INodeParameters): Promise<IDataObject[]> {
		const items = await runNode({ node, parameters, credentials: [this.credential] });
		return items.map(({ json }) => json);
	}

	/** The JSON of the only item that comes out. */
	async run(node: INodeType, parameters: INodeParameters): Promise<IDataObject> {
		const items = await this.items(node, parameters);
		expect(items).toHaveLength(1);
		return items[0] ?? {};
	}

	/** What n8n would show: message and advice in one text. */
	async failure(node: INodeType, parameters: INodeParameters): Promise<string> {
		const error: unknown = await this.items(node, parameters).then(
			(items) => {
				throw new Error(`It did not fail, but gave ${JSON.stringify(items)}`);
			},
			(reason: unknown) => reason,
		);
		if (!(error instanceof NodeApiError) && !(error instanceof NodeOperationError)) throw error;
		expect(`${error.stack ?? ''} ${JSON.stringify(error)}`).not.toContain(secretAccessKey);
		expect(error.description ?? '').not.toBe('');
		return `${error.message} | ${error.description ?? ''}`;
	}

	/** Names that a picker offers. */
	async search(node: INodeType, method: string, parameters: INodeParameters, filter?: string): Promise<string[]> {
		const found = await runListSearch({
			node,
			parameters,
			credentials: [this.credential],
			method,
			...(filter !== undefined && { filter }),
		});
		return found.results.map(({ name }) => name);
	}

	/** A subnet and a security group of the account's default network, which Fargate tasks need. */
	async network(): Promise<{ readonly subnets: string; readonly securityGroups: string }> {
		return {
			subnets: await this.firstId('DescribeSubnets', /subnet-\w+/),
			securityGroups: await this.firstId('DescribeSecurityGroups', /sg-\w+/),
		};
	}

	/** EC2 has no client among the dependencies: emulators look at the scope of a signature, not at its value. */
	private async firstId(action: string, pattern: RegExp): Promise<string> {
		const response = await fetch(emulatorUrl, {
			method: 'POST',
			headers: {
				Authorization: `AWS4-HMAC-SHA256 Credential=${accessKeyId}/20260101/${this.region}/ec2/aws4_request, SignedHeaders=host, Signature=0`,
				'Content-Type': 'application/x-www-form-urlencoded',
			},
			body: `Action=${action}&Version=2016-11-15`,
		});
		const [id] = pattern.exec(await response.text()) ?? [];
		if (id === undefined) throw new Error(`The emulator answered ${action} without an ID (${response.status})`);
		return id;
	}

	close(): void {
		this.ecs.destroy();
		this.secrets.destroy();
		this.logs.destroy();
	}
}
