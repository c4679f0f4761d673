package dev.atelier.persistence.secret;

import dev.atelier.core.Store;
import dev.atelier.core.secret.spi.InstallationSecretRepositoryContract;
import dev.atelier.persistence.Stores;
import org.junit.jupiter.api.extension.RegisterExtension;

class JdbiInstallationSecretRepositoryTest extends InstallationSecretRepositoryContract {
    @RegisterExtension
    final Stores stores = new Stores();

    @Override
    protected Store store() {
        return stores.store();
    }
}
