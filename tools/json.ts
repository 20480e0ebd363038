export { isRecord, valueAt as readPath } from '../nodes/deployment/values/jsonFields';
export { type JsonRecord, readRecords, readString } from '../nodes/deployment/values/jsonRecords';
