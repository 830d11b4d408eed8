package io.sandkeeper.worker.archive.s3;

import io.sandkeeper.worker.store.StoreUnavailable;

import java.io.ByteArrayInputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;

/**
 * One page of a bucket's objects.
 *
 * @param next where the next page begins; none after the last one
 */
record Listing(List<String> keys, Optional<String> next) {
    /** Without document types and entities: nothing is fetched, nothing grows. */
    static Listing read(byte[] xml) {
        var factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        var keys = new ArrayList<String>();
        var next = Optional.<String>empty();
        try {
            var reader = factory.createXMLStreamReader(new ByteArrayInputStream(xml));
            while (reader.hasNext()) {
                if (reader.next() == XMLStreamConstants.START_ELEMENT) {
                    switch (reader.getLocalName()) {
                        case "Key" -> keys.add(reader.getElementText());
                        case "NextContinuationToken" -> next = Optional.of(reader.getElementText());
                        default -> {
                            // Sizes, times and owners are nothing to us.
                        }
                    }
                }
            }
        } catch (XMLStreamException e) {
            throw new StoreUnavailable("the S3 server's listing cannot be read", e);
        }
        return new Listing(keys, next);
    }
}
