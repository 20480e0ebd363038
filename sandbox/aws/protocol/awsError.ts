import { SandboxHttpError } from '../../kernel/platform';

export const AWS_JSON = 'application/x-amz-json-1.1';

/** An error of the AWS JSON 1.1 protocol: `{"__type":"ClusterNotFoundException","message":"Cluster not found."}`. */
export class AwsError extends SandboxHttpError {
	constructor(
		readonly code: string,
		message: string,
		options: {
			readonly status?: number;
			readonly members?: Readonly<Record<string, unknown>>;
			/** Secrets Manager writes `Message`, ECS and CloudWatch Logs `message`. */
			readonly messageMember?: 'message' | 'Message';
		} = {},
	) {
		super(
			options.status ?? 400,
			{ __type: code, [options.messageMember ?? 'message']: message, ...options.members },
			{ 'content-type': AWS_JSON, 'x-amzn-errortype': code },
		);
		this.message = message;
	}
}

export const invalidParameter = (message: string): AwsError => new AwsError('InvalidParameterException', message);
