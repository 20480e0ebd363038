import type { Service } from '@aws-sdk/client-ecs';

import { nameInArn } from '../../shared/aws/arn';
import type { Ecs } from '../api/types';

/** Where a person can look at a service; null where it is not AWS itself. */
export function consoleUrl({ region, endpoint }: Ecs, service: Service): string | null {
	if (endpoint !== undefined) return null;
	const cluster = encodeURIComponent(nameInArn(service.clusterArn));
	const name = encodeURIComponent(service.serviceName ?? '');
	return `https://${region}.${consoleDomain(region)}/ecs/v2/clusters/${cluster}/services/${name}/deployments?region=${region}`;
}

/** China and the government's regions are AWS partitions with consoles of their own. */
function consoleDomain(region: string): string {
	if (region.startsWith('cn-')) return 'console.amazonaws.cn';
	return region.startsWith('us-gov-') ? 'console.amazonaws-us-gov.com' : 'console.aws.amazon.com';
}
