import { readPagePart } from '../kernel/page';
import type { SandboxPlatform, SandboxServices } from '../kernel/platform';
import { SECRET_ACCESS_KEY } from './account';
import { AwsWorld } from './world';
import { controlRoutes } from './control';
import { publicRoutes } from './routes/publicRoutes';
import { describeState } from './present';

/** The simulated AWS: ECS, ECR's scans, Secrets Manager, S3, CloudWatch Logs, Cost Explorer and STS behind one endpoint. */
export function createAwsPlatform(services: SandboxServices): SandboxPlatform {
	const aws = new AwsWorld(services);
	return {
		name: 'aws',
		page: readPagePart(__dirname),
		routes: ['GET', 'HEAD', 'PUT', 'POST', 'DELETE'].map((method) => ({
			method,
			pattern: '/*rest',
			handle: (request) => aws.handle(request),
		})),
		controlRoutes: controlRoutes(aws),
		publicRoutes: publicRoutes(aws),
		secrets: [SECRET_ACCESS_KEY],
		secretFields: ['SecretString', 'SecretBinary', 'SecretAccessKey', 'SessionToken', 'RandomPassword'],
		state: () => describeState(aws),
		reset: () => aws.reset(),
	};
}
