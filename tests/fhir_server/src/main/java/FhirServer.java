import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.jpa.api.config.JpaStorageSettings;
import ca.uhn.fhir.jpa.provider.JpaCapabilityStatementProvider;
import ca.uhn.fhir.jpa.provider.JpaSystemProvider;
import ca.uhn.fhir.jpa.api.dao.IFhirSystemDao;
import ca.uhn.fhir.jpa.test.config.TestR4Config;
import ca.uhn.fhir.context.support.IValidationSupport;
import ca.uhn.fhir.rest.api.EncodingEnum;
import ca.uhn.fhir.rest.server.RestfulServer;
import ca.uhn.fhir.rest.server.interceptor.RequestValidatingInterceptor;
import ca.uhn.fhir.rest.server.provider.ResourceProviderFactory;
import ca.uhn.fhir.rest.server.util.ISearchParamRegistry;
import java.net.InetSocketAddress;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;

/** A FHIR R4 server on loopback with its database in memory; prints its base URL once it answers. */
public final class FhirServer {
  public static void main(String[] arguments) throws Exception {
    TestR4Config.ourMaxThreads = 20; // by default a random, sometimes too small, connection pool
    var beans = new AnnotationConfigApplicationContext(TestR4Config.class);
    beans.getBean(JpaStorageSettings.class).setReuseCachedSearchResultsForMillis(null);
    var server = new Server(new InetSocketAddress("127.0.0.1", Integer.parseInt(arguments[0])));
    var web = new ServletContextHandler("/");
    web.addServlet(new ServletHolder(fhir(beans)), "/fhir/*");
    server.setHandler(web);
    server.start();
    System.out.printf("http://127.0.0.1:%d/fhir%n", ((ServerConnector) server.getConnectors()[0]).getLocalPort());
    System.out.flush();
    server.join();
  }

  private static RestfulServer fhir(AnnotationConfigApplicationContext beans) {
    var context = beans.getBean(FhirContext.class);
    var fhir = new RestfulServer(context);
    fhir.setDefaultResponseEncoding(EncodingEnum.JSON);
    fhir.registerProviders(beans.getBean(ResourceProviderFactory.class).createProviders());
    fhir.registerProvider(beans.getBean(JpaSystemProvider.class));
    fhir.setServerConformanceProvider(new JpaCapabilityStatementProvider(
        fhir,
        beans.getBean(IFhirSystemDao.class),
        beans.getBean(JpaStorageSettings.class),
        beans.getBean(ISearchParamRegistry.class),
        beans.getBean(IValidationSupport.class)));
    fhir.registerInterceptor(beans.getBean(RequestValidatingInterceptor.class));
    return fhir;
  }
}
