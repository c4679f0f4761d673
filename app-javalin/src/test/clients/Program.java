import client.ApiClient;
import client.ApiException;
import client.api.GenerationsApi;
import client.api.ImagesApi;
import client.model.Generation;
import client.model.GenerationRequest;

/** What a JVM developer writes against the generated client. Prints what it saw, a line each. */
final class Program {
    public static void main(String[] arguments) throws Exception {
        ApiClient client = new ApiClient();
        client.updateBaseUri(arguments[0]);
        client.setRequestInterceptor(request -> request.header("Authorization", "Bearer " + arguments[1]));
        GenerationsApi generations = new GenerationsApi(client);

        Generation made = generations.createGeneration(
                new GenerationRequest().prompt("three red circles, by a generated client").imageCount(2), "java-1", "wait=60");
        System.out.println("state " + made.getState().getValue());
        System.out.println("pictures " + made.getTasks().size());

        Generation read = (Generation) generations.getGeneration(made.getId(), null).getActualInstance();
        System.out.println("read " + read.getId().equals(made.getId()));
        int found = new ImagesApi(client)
                .listImages(10, null, null, null, "generated client", null, null, null, made.getId(), null, null)
                .getData()
                .size();
        System.out.println("found " + found);
        try {
            generations.createGeneration(new GenerationRequest().prompt("too many").imageCount(999), null, null);
        } catch (ApiException refused) {
            System.out.println("refused " + refused.getCode());
        }
    }
}
