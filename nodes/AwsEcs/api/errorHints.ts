import type { AwsAdvice } from '../../shared/aws/awsRequestError';

export const ecsAdvice: AwsAdvice = (code, message, region) => {
	switch (code) {
		case 'ClusterNotFoundException':
			return `Choose the cluster from the list. Only clusters of the credential's region, ${region}, can be found`;
		case 'ServiceNotFoundException':
			return `Choose the service from the list. Only services of the chosen cluster, in the credential's region ${region}, can be found`;
		case 'ServiceNotActiveException':
			return 'The service was deleted. Create it again, or choose another one';
		case 'ServiceDeploymentNotFoundException':
			return 'Give the ARN of a service deployment of the last 90 days, as Get Many of Service Deployment shows it';
		case 'ClientException':
			return /task ?definition/i.test(message)
				? `Choose the task definition from the list: its family, or that revision, does not exist in region ${region} or was deregistered`
				: undefined;
		case 'ConflictException':
			return 'It is in another state by now. Look at it with Get, then run this again';
		case 'PlatformTaskDefinitionIncompatibilityException':
		case 'PlatformUnknownException':
			return "Correct the platform version of the service, or the task definition's compatibilities";
		default:
			return undefined;
	}
};

export const logsAdvice: AwsAdvice = (code, _message, region) =>
	code === 'ResourceNotFoundException'
		? `The log group or stream is not in region ${region}: the task may not have written anything, or its logs were removed`
		: undefined;

export const ecrAdvice: AwsAdvice = (code, _message, region) => {
	switch (code) {
		case 'RepositoryNotFoundException':
		case 'ImageNotFoundException':
			return `The repository or the image is not in ECR of region ${region} any more`;
		default:
			return undefined;
	}
};

export const costAdvice: AwsAdvice = (code, message) => {
	if (code === 'DataUnavailableException') {
		return 'Cost Explorer has no data yet. It is there within 24 hours after it was enabled in the Billing console';
	}
	if (code === 'AccessDeniedException') {
		return /not enabled/i.test(message)
			? 'Enable Cost Explorer in the Billing console, signed in to the management account'
			: 'Let an administrator allow ce:GetCostAndUsage in the policy of this key, and IAM access to billing in the account settings';
	}
	return undefined;
};
