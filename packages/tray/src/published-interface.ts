// An interface that is published on the bus, its members as `configureMembers` of the library lists them.
import { interface as service } from '@jellybrick/dbus-next';

/** Where the library keeps the members of an interface. */
const MEMBERS = ['$properties', '$methods', '$signals'];

export class PublishedInterface extends service.Interface {
  constructor(name: string) {
    super(name);
    // The library gives each of its objects empty ones, which hide those that its class was given.
    for (const members of MEMBERS) Reflect.deleteProperty(this, members);
  }
}
