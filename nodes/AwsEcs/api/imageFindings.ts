import { DescribeImageScanFindingsCommand, type DescribeImageScanFindingsResponse } from '@aws-sdk/client-ecr';

import { type ImageReference, parseImageReference } from '../../deployment/values/imageReference';
import { AwsRequestError } from '../../shared/aws/awsRequestError';
import { attempt } from '../../shared/waiting/attempt';
import type { Ecr, ImageFindings } from './types';

/** `123456789012.dkr.ecr.us-east-1.amazonaws.com`, also in China's partition. */
const registryPattern = /^(\d{12})\.dkr[.-]ecr(?:-fips)?\.([a-z0-9-]+)\.amazonaws\.com(?:\.cn)?$/;

const mostExamples = 5;

/**
 * What ECR found in an image of a task definition. An image that was never scanned, is somewhere else, or may not be
 * seen has no findings, which is not the same as none.
 *
 * https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_DescribeImageScanFindings.html
 *
 * @throws AwsRequestError where AWS does not answer, or refuses the credential.
 */
export async function readImageFindings(ecr: Ecr, image: string): Promise<ImageFindings> {
	const parsed = parseImageReference(image);
	if (!parsed.ok) return { scan: 'unseen', reason: parsed.reason };
	const [, registryId, region] = registryPattern.exec(parsed.image.registry ?? '') ?? [];
	if (registryId === undefined) {
		return { scan: 'unseen', reason: `it is in ${parsed.image.registry ?? 'Docker Hub'}, not in ECR` };
	}
	if (region !== ecr.region) {
		return { scan: 'unseen', reason: `it is in region ${region ?? ''}, and the credential's is ${ecr.region}` };
	}
	const answer = await attempt(askedFor(ecr, registryId, parsed.image));
	if (answer.ok) return findingsIn(answer.value);
	if (!(answer.error instanceof AwsRequestError)) throw answer.error;
	if (answer.error.code === 'ScanNotFoundException') return { scan: 'never', reason: answer.error.vendorMessage };
	return { scan: 'unseen', reason: answer.error.message };
}

async function askedFor(ecr: Ecr, registryId: string, { repository, tag, digest }: ImageReference) {
	const imageId = digest === null ? { imageTag: tag ?? 'latest' } : { imageDigest: digest };
	return await ecr.call(
		'DescribeImageScanFindings',
		async (client) =>
			await client.send(
				new DescribeImageScanFindingsCommand({ registryId, repositoryName: repository, imageId, maxResults: 100 }),
			),
	);
}

/** `ACTIVE` is that of enhanced scanning, which never ends. */
function findingsIn({ imageScanStatus, imageScanFindings }: DescribeImageScanFindingsResponse): ImageFindings {
	const status = imageScanStatus?.status ?? 'unknown';
	if (status !== 'COMPLETE' && status !== 'ACTIVE') {
		const why = imageScanStatus?.description;
		return { scan: 'unseen', reason: `its scan is ${status}${why === undefined ? '' : `: ${why}`}` };
	}
	const counts = imageScanFindings?.findingSeverityCounts ?? {};
	const { findings = [], enhancedFindings = [] } = imageScanFindings ?? {};
	const named = [
		...findings.map(({ name, severity }) => ({ name, severity: severity ?? '' })),
		...enhancedFindings.map(({ packageVulnerabilityDetails, title, severity }) => ({
			name: packageVulnerabilityDetails?.vulnerabilityId ?? title,
			severity: severity ?? '',
		})),
	];
	const worst = ['CRITICAL', 'HIGH'].flatMap((wanted) => named.filter(({ severity }) => severity === wanted));
	return {
		scan: 'complete',
		scannedAt: imageScanFindings?.imageScanCompletedAt?.toISOString() ?? null,
		findings: {
			critical: counts.CRITICAL ?? 0,
			high: counts.HIGH ?? 0,
			total: Object.values(counts).reduce((sum, count) => sum + (count ?? 0), 0),
		},
		examples: [...new Set(worst.flatMap(({ name }) => name ?? []))].slice(0, mostExamples),
	};
}
