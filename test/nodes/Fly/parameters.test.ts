import { resources } from '../../../nodes/Fly/actions';
import { itKeepsParameters } from '../parameterContract';

itKeepsParameters(resources);
