/** The last part of an ARN: `paintbox` of a service, `paintbox:12` of a task definition. A name stays as it is. */
export function nameInArn(arn: string | undefined): string {
	return arn?.slice(arn.lastIndexOf('/') + 1) ?? '';
}
