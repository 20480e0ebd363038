import { HeadObjectCommand, S3Client } from '@aws-sdk/client-s3';
import type { IDataObject, INodeExecutionData, INodeParameters } from 'n8n-workflow';

import { SlipwayAwsApi } from '../../../credentials/SlipwayAwsApi.credentials';
import { AwsS3 } from '../../../nodes/AwsS3/AwsS3.node';
import { createAwsPlatform } from '../../../sandbox/aws/index';
import type { FaultSpecification } from '../../../sandbox/kernel/faults';
import { type Sandbox, startSandbox } from '../../../sandbox/kernel/sandbox';
import { type ContractRecorder, createContractRecorder } from '../../contract/contractRecorder';
import { runListSearch, runNode, type TestCredential } from '../../n8n/nodeHarness';
import type { ManualClock } from '../../../sandbox/kernel/clock';

export const BUCKET = 'candlefish-assets';
export const LOCKED = 'candlefish-backups';
export const ELSEWHERE = 'candlefish-archive-eu';

const keys = { accessKeyId: 'AKIASANDBOX00000000', secretAccessKey: 'sandbox-aws-secret-access-key' };

/** The node against a sandbox of its own, with the vendor's client beside it, and every exchange held by the contract. */
export class S3NodeDriver {
	private constructor(
		readonly sandbox: Sandbox,
		readonly contract: ContractRecorder,
		readonly client: S3Client,
	) {}

	static async start(clock: ManualClock): Promise<S3NodeDriver> {
		const sandbox = await startSandbox({ clock, platforms: [createAwsPlatform] });
		const client = new S3Client({
			region: 'us-east-1',
			endpoint: `${sandbox.origin}/aws`,
			credentials: keys,
			forcePathStyle: true,
			maxAttempts: 1,
		});
		return new S3NodeDriver(sandbox, createContractRecorder(sandbox), client);
	}

	credential(data: IDataObject = {}): TestCredential {
		return {
			type: new SlipwayAwsApi(),
			data: { region: 'us-east-1', ...keys, baseUrl: `${this.sandbox.origin}/aws`, ...data } as TestCredential['data'],
		};
	}

	/** One item through the node. Throws what n8n would show. */
	async item(
		parameters: INodeParameters,
		item: INodeExecutionData = { json: {} },
		credential: IDataObject = {},
		abortSignal?: AbortSignal,
	): Promise<INodeExecutionData> {
		const [made] = await runNode({
			node: new AwsS3(),
			parameters: { resource: 'object', ...parameters },
			credentials: [this.credential(credential)],
			items: [item],
			...(abortSignal && { abortSignal }),
		});
		return made ?? { json: {} };
	}

	async run(parameters: INodeParameters, item?: INodeExecutionData, credential?: IDataObject): Promise<IDataObject> {
		return (await this.item(parameters, item, credential)).json;
	}

	/** What the node says went wrong, with its advice. */
	async failure(parameters: INodeParameters): Promise<{ readonly message: string; readonly advice: string }> {
		const { result } = await this.run({ ...parameters, putResultInField: 'result' });
		const { ok, error } = { ...Object(result) } as { ok?: unknown; error?: { message: string; advice: string } };
		if (ok !== false || !error) throw new Error(`It did not fail: ${JSON.stringify(result)}`);
		return { message: error.message, advice: error.advice };
	}

	async list(method: string, parameters: INodeParameters, filter?: string) {
		const { results } = await runListSearch({
			node: new AwsS3(),
			parameters: { resource: 'object', operation: 'head', ...parameters },
			credentials: [this.credential()],
			method,
			...(filter !== undefined && { filter }),
		});
		return results.map(({ name }) => name);
	}

	async head(Bucket: string, Key: string) {
		return await this.client.send(new HeadObjectCommand({ Bucket, Key, ChecksumMode: 'ENABLED' }));
	}

	async control(path: string, body: unknown): Promise<void> {
		const response = await fetch(`${this.sandbox.origin}/_sandbox${path}`, {
			method: 'POST',
			headers: { 'content-type': 'application/json' },
			body: JSON.stringify(body),
		});
		if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`);
	}

	fault(specification: Omit<FaultSpecification, 'platform'>): void {
		this.sandbox.addFault({ platform: 'aws', ...specification });
	}

	/** Uploads in parts that were begun, and neither completed nor aborted; of one key, or all. */
	uploads(key?: string): unknown[] {
		const { aws } = this.sandbox.state() as { aws: { buckets: Array<{ uploads: Array<{ key: string }> }> } };
		return aws.buckets.flatMap(({ uploads }) => uploads).filter((upload) => key === undefined || upload.key === key);
	}

	/** The versions of an object that the sandbox keeps, the newest first. */
	versions(key: string): Array<{ readonly is_delete_marker: boolean; readonly size: number }> {
		const { aws } = this.sandbox.state() as {
			aws: { buckets: Array<{ objects: Array<{ key: string; is_delete_marker: boolean; size: number }> }> };
		};
		return aws.buckets.flatMap(({ objects }) => objects).filter((object) => object.key === key);
	}

	async close(): Promise<void> {
		this.contract.stop();
		this.client.destroy();
		await this.sandbox.close();
	}
}

/** Fields that name an object. */
export const at = (bucket: string, key: string): INodeParameters => ({
	bucket: { __rl: true, mode: 'name', value: bucket },
	key: { __rl: true, mode: 'key', value: key },
});

export const putText = (bucket: string, key: string, text: string, more: INodeParameters = {}): INodeParameters => ({
	operation: 'put',
	...at(bucket, key),
	contentFrom: 'text',
	text,
	...more,
});

export const fileItem = (bytes: Buffer, mimeType = 'application/octet-stream'): INodeExecutionData => ({
	json: { kept: true },
	binary: { data: { data: bytes.toString('base64'), mimeType, fileName: 'file.bin' } },
});
