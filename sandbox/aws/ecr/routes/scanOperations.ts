import { ACCOUNT_ID } from '../../account';
import type { Image, ImageReference } from '../../ecs/world/images';
import { AwsError, invalidParameter } from '../../protocol/awsError';
import { compact, isObject, type JsonObject, readInteger, readText } from '../../protocol/jsonInput';
import type { AwsOperations } from '../../protocol/operation';
import { pageOf } from '../../protocol/paging';
import type { ImageScans } from '../world';

const repositoryPattern = /^[a-z0-9]+(?:[._/-]+[a-z0-9]+)*$/;

/**
 * Reading what ECR's scans found.
 * https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_DescribeImageScanFindings.html
 */
export function scanOperations(
	scans: ImageScans,
	resolve: (reference: ImageReference) => Image | undefined,
): AwsOperations {
	return { DescribeImageScanFindings: (input) => describeImageScanFindings(scans, resolve, input) };
}

function describeImageScanFindings(
	scans: ImageScans,
	resolve: (reference: ImageReference) => Image | undefined,
	input: JsonObject,
): JsonObject {
	const repositoryName = readText(input, 'repositoryName') ?? '';
	const registryId = readText(input, 'registryId') ?? ACCOUNT_ID;
	if (!repositoryPattern.test(repositoryName)) throw invalidParameter("Invalid parameter at 'repositoryName'");
	const { imageId } = input;
	const tag = isObject(imageId) ? readText(imageId, 'imageTag') : undefined;
	const digest = isObject(imageId) ? readText(imageId, 'imageDigest') : undefined;
	if (tag === undefined && digest === undefined) throw invalidParameter("Invalid parameter at 'imageId'");
	const repository = `${registryId}.dkr.ecr.us-east-1.amazonaws.com/${repositoryName}`;
	const image = resolve({ repository, tag: tag ?? 'latest', digest });
	const where = `the repository with name '${repositoryName}' in the registry with id '${registryId}'`;
	if (!image) {
		throw new AwsError('ImageNotFoundException', `The image requested does not exist in ${where}`);
	}
	const scan = scans.of(repositoryName);
	if (scan.status === 'none') {
		throw new AwsError('ScanNotFoundException', `Image scan does not exist for the image in ${where}`);
	}
	const isDone = scan.status === 'COMPLETE' || scan.status === 'ACTIVE';
	const counts: Record<string, number> = {};
	for (const { severity } of scan.findings) counts[severity] = (counts[severity] ?? 0) + 1;
	const page = pageOf(scan.findings, readInteger(input, 'maxResults') ?? 100, readText(input, 'nextToken'), () =>
		invalidParameter("Invalid parameter at 'nextToken'"),
	);
	return compact({
		registryId,
		repositoryName,
		imageId: compact({ imageDigest: image.digest, imageTag: tag }),
		imageScanStatus: {
			status: scan.status,
			description: isDone ? 'The scan was completed successfully.' : scan.status,
		},
		imageScanFindings: isDone
			? {
					imageScanCompletedAt: scan.completedAtMs / 1000,
					vulnerabilitySourceUpdatedAt: scan.completedAtMs / 1000,
					findings: page.items.map(({ name, severity }) => ({
						name,
						severity,
						uri: `https://nvd.nist.gov/vuln/detail/${name}`,
						attributes: [],
					})),
					findingSeverityCounts: counts,
				}
			: undefined,
		nextToken: page.nextToken,
	});
}
